// Generated from openapi/dcr.yaml by `npm run generate`. Not to be edited.

export interface paths {
    "/.well-known/webfinger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Asks for the issuer of an account (RFC 7033 section 4, OpenID Connect Discovery 1.0 section 2). */
        get: operations["getWebfinger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/oauth-authorization-server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The metadata of an authorization server (RFC 8414 section 3). */
        get: operations["getAuthorizationServerMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/openid-configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The metadata of an OpenID provider (OpenID Connect Discovery 1.0 section 4). */
        get: operations["getOpenidConfiguration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Registers a client (RFC 7591 section 3.1, OpenID Connect Registration 1.0 section 3.1).
         * The real address is the registration_endpoint of the server metadata.
         */
        post: operations["registerClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register/{client_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** Stands for the opaque registration_client_uri, which is used as it is (RFC 7592 section 3). */
                client_id: string;
            };
            cookie?: never;
        };
        /** Reads a registration; may renew its credentials (RFC 7592 section 2.1). */
        get: operations["readClient"];
        /** Replaces the metadata of a registration; may renew its credentials (RFC 7592 section 2.2). */
        put: operations["updateClient"];
        post?: never;
        /** Deletes a registration (RFC 7592 section 2.3). */
        delete: operations["deleteClient"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** What a client asks to be registered with (RFC 7591 section 2). Every member is optional. */
        ClientMetadata: {
            /** Addresses the server may send the user back to. Absolute, without fragment, compared character by character. (RFC 7591 section 2; OpenID Connect Registration 1.0 section 2.) */
            redirect_uris?: string[];
            /** How the client authenticates at the token endpoint. Default: client_secret_basic. (RFC 7591 section 2.) */
            token_endpoint_auth_method?: components["schemas"]["TokenEndpointAuthMethod"];
            /** Grants the client may use at the token endpoint. Default: authorization_code. (RFC 7591 section 2.) */
            grant_types?: components["schemas"]["GrantType"][];
            /** What the client may ask the authorization endpoint for. An empty list: it never uses that endpoint. Default: code. (RFC 7591 section 2.) */
            response_types?: components["schemas"]["ResponseType"][];
            /** Name shown to people. (RFC 7591 section 2.) */
            client_name?: string;
            /**
             * Home page of the client. (RFC 7591 section 2.)
             */
            client_uri?: string;
            /**
             * Picture shown to people next to the name. (RFC 7591 section 2.)
             */
            logo_uri?: string;
            /** Scopes the client may ask for, separated by spaces. Default: the server decides. (RFC 7591 section 2.) */
            scope?: string;
            /** How to reach the people responsible, mostly e-mail addresses. (RFC 7591 section 2.) */
            contacts?: string[];
            /**
             * Page with the terms of service. (RFC 7591 section 2.)
             */
            tos_uri?: string;
            /**
             * Page that says how data is used. (RFC 7591 section 2.)
             */
            policy_uri?: string;
            /**
             * Address of the client's public keys. Not together with jwks. (RFC 7591 section 2; OpenID Connect Registration 1.0 section 2.)
             */
            jwks_uri?: string;
            /** The client's public keys by value. Not together with jwks_uri. Private members never belong here. (RFC 7591 section 2.) */
            jwks?: components["schemas"]["JsonWebKeySet"];
            /** Id of the software, the same for all its instances and versions. (RFC 7591 section 2.) */
            software_id?: string;
            /** Version of the software named by software_id. (RFC 7591 section 2.) */
            software_version?: string;
            /**
             * Whether the client is a web or a native application; it decides which redirect URIs are allowed. Default: web. (OpenID Connect Dynamic Client Registration 1.0 errata 2, section 2.)
             */
            application_type?: "web" | "native";
            /**
             * Address of a list of redirect URIs that share one pairwise subject. (OpenID Connect Dynamic Client Registration 1.0 errata 2, section 2.)
             */
            sector_identifier_uri?: string;
            /** Whether the user has one subject for all clients or one per sector. Default: the server decides. (OpenID Connect Dynamic Client Registration 1.0 errata 2, section 2.) */
            subject_type?: components["schemas"]["SubjectType"];
            /** Algorithm that ID tokens are signed with. Default: RS256. (OpenID Connect Dynamic Client Registration 1.0 errata 2, section 2.) */
            id_token_signed_response_alg?: components["schemas"]["SignatureAlgorithmOrNone"];
            /** Key management algorithm that ID tokens are encrypted with. Default: not encrypted. (OpenID Connect Dynamic Client Registration 1.0 errata 2, section 2.) */
            id_token_encrypted_response_alg?: components["schemas"]["KeyManagementAlgorithm"];
            /** Content encryption of ID tokens. Default: A128CBC-HS256 where there is an alg. (OpenID Connect Dynamic Client Registration 1.0 errata 2, section 2.) */
            id_token_encrypted_response_enc?: components["schemas"]["ContentEncryption"];
            /** Algorithm that UserInfo answers are signed with. Default: plain JSON, not signed. (OpenID Connect Dynamic Client Registration 1.0 errata 2, section 2.) */
            userinfo_signed_response_alg?: components["schemas"]["SignatureAlgorithmOrNone"];
            /** Key management algorithm that UserInfo answers are encrypted with. Default: not encrypted. (OpenID Connect Dynamic Client Registration 1.0 errata 2, section 2.) */
            userinfo_encrypted_response_alg?: components["schemas"]["KeyManagementAlgorithm"];
            /** Content encryption of UserInfo answers. Default: A128CBC-HS256 where there is an alg. (OpenID Connect Dynamic Client Registration 1.0 errata 2, section 2.) */
            userinfo_encrypted_response_enc?: components["schemas"]["ContentEncryption"];
            /** Algorithm that the client signs request objects with. Default: any that both support. (OpenID Connect Dynamic Client Registration 1.0 errata 2, section 2.) */
            request_object_signing_alg?: components["schemas"]["SignatureAlgorithmOrNone"];
            /** Key management algorithm that the client encrypts request objects with. Default: not said; the client may still encrypt. (OpenID Connect Dynamic Client Registration 1.0 errata 2, section 2.) */
            request_object_encryption_alg?: components["schemas"]["KeyManagementAlgorithm"];
            /** Content encryption of request objects. Default: A128CBC-HS256 where there is an alg. (OpenID Connect Dynamic Client Registration 1.0 errata 2, section 2.) */
            request_object_encryption_enc?: components["schemas"]["ContentEncryption"];
            /** Algorithm of the assertion that client_secret_jwt and private_key_jwt authenticate with. Default: any that both support. (OpenID Connect Dynamic Client Registration 1.0 errata 2, section 2.) */
            token_endpoint_auth_signing_alg?: components["schemas"]["SignatureAlgorithm"];
            /** Oldest login that is good enough unless a request says otherwise. Seconds. (OpenID Connect Dynamic Client Registration 1.0 errata 2, section 2.) */
            default_max_age?: number;
            /** Whether ID tokens must say when the user logged in. Default: false. (OpenID Connect Dynamic Client Registration 1.0 errata 2, section 2.) */
            require_auth_time?: boolean;
            /** Authentication context classes to ask for unless a request names others, best first. (OpenID Connect Dynamic Client Registration 1.0 errata 2, section 2.) */
            default_acr_values?: string[];
            /**
             * Address where somebody else may start a login at the client. https. (OpenID Connect Dynamic Client Registration 1.0 errata 2, section 2.)
             */
            initiate_login_uri?: string;
            /** Addresses of request objects that the server may fetch beforehand. (OpenID Connect Dynamic Client Registration 1.0 errata 2, section 2.) */
            request_uris?: string[];
            /** Addresses the server may send the user back to after claims were gathered. (UMA 2.0 Grant for OAuth 2.0, section 2.) */
            claims_redirect_uris?: string[];
            /** Algorithm that NFV access tokens are signed with. (ETSI GS NFV-SEC 022 V2.7.1.) */
            nfv_token_signed_response_alg?: components["schemas"]["SignatureAlgorithm"];
            /** Key management algorithm that NFV access tokens are encrypted with. (ETSI GS NFV-SEC 022 V2.7.1.) */
            nfv_token_encrypted_response_alg?: components["schemas"]["KeyManagementAlgorithm"];
            /** Content encryption of NFV access tokens. (ETSI GS NFV-SEC 022 V2.7.1.) */
            nfv_token_encrypted_response_enc?: components["schemas"]["ContentEncryption"];
            /** Whether access tokens are bound to the client's certificate. Default: false. (RFC 8705 section 3.4.) */
            tls_client_certificate_bound_access_tokens?: boolean;
            /** Subject name that the client certificate must have. (RFC 8705 section 2.1.2.) */
            tls_client_auth_subject_dn?: string;
            /** DNS name that the client certificate must have. (RFC 8705 section 2.1.2.) */
            tls_client_auth_san_dns?: string;
            /**
             * URI that the client certificate must have. (RFC 8705 section 2.1.2.)
             */
            tls_client_auth_san_uri?: string;
            /** IP address that the client certificate must have. (RFC 8705 section 2.1.2.) */
            tls_client_auth_san_ip?: string;
            /** E-mail address that the client certificate must have. (RFC 8705 section 2.1.2.) */
            tls_client_auth_san_email?: string;
            /** Whether authorization requests are refused unless they come as signed request objects. Default: false. (RFC 9101 section 10.5.) */
            require_signed_request_object?: boolean;
            /** Whether authorization requests are refused unless they were pushed. Default: false. (RFC 9126 section 6.) */
            require_pushed_authorization_requests?: boolean;
            /** Algorithm that introspection answers are signed with. Default: RS256. (RFC 9701 section 6.) */
            introspection_signed_response_alg?: components["schemas"]["SignatureAlgorithm"];
            /** Key management algorithm that introspection answers are encrypted with. Default: not encrypted. (RFC 9701 section 6.) */
            introspection_encrypted_response_alg?: components["schemas"]["KeyManagementAlgorithm"];
            /** Content encryption of introspection answers. Default: A128CBC-HS256 where there is an alg. (RFC 9701 section 6.) */
            introspection_encrypted_response_enc?: components["schemas"]["ContentEncryption"];
            /**
             * Page that the server loads in the user's browser to log the client out. (OpenID Connect Front-Channel Logout 1.0, section 2.)
             */
            frontchannel_logout_uri?: string;
            /** Whether issuer and session id are sent to frontchannel_logout_uri. Default: false. (OpenID Connect Front-Channel Logout 1.0, section 2.) */
            frontchannel_logout_session_required?: boolean;
            /**
             * Address that the server calls to log the client out. (OpenID Connect Back-Channel Logout 1.0, section 2.2.)
             */
            backchannel_logout_uri?: string;
            /** Whether logout tokens must carry a session id. Default: false. (OpenID Connect Back-Channel Logout 1.0, section 2.2.) */
            backchannel_logout_session_required?: boolean;
            /** Addresses the user may be sent to after logout. (OpenID Connect RP-Initiated Logout 1.0, section 3.1.) */
            post_logout_redirect_uris?: string[];
            /** Types of authorization details the client will use. (RFC 9396 section 10.) */
            authorization_details_types?: string[];
            /** Whether the client always proves possession of a key when it asks for tokens. Default: false. (RFC 9449 section 5.2.) */
            dpop_bound_access_tokens?: boolean;
            /** Ways of federation registration that the client supports. (OpenID Federation 1.0, section 5.1.2.) */
            client_registration_types?: ("automatic" | "explicit")[];
            /**
             * Address of a signed set of the client's public keys. (OpenID Federation 1.0, section 5.2.1.)
             */
            signed_jwks_uri?: string;
            /** Name of the organization behind the client. (OpenID Federation 1.0, section 5.2.2.) */
            organization_name?: string;
            /** What the client is, in words for people. (OpenID Federation 1.0, section 5.2.2.) */
            description?: string;
            /** Words to find the client by. (OpenID Federation 1.0, section 5.2.2.) */
            keywords?: string[];
            /**
             * Page with more about the client. (OpenID Federation 1.0, section 5.2.2.)
             */
            information_uri?: string;
            /**
             * Home page of the organization. (OpenID Federation 1.0, section 5.2.2.)
             */
            organization_uri?: string;
            /** Whether the client uses the aliases of endpoints meant for mutual TLS. Default: false. (FAPI 2.0 Security Profile, section 5.2.2.1.1.) */
            use_mtls_endpoint_aliases?: boolean;
            /** Content encryption methods the client understands in presentation answers. Default: A128GCM. (OpenID for Verifiable Presentations 1.0, section 5.1.) */
            encrypted_response_enc_values_supported?: components["schemas"]["ContentEncryption"][];
            /** Formats of presentations and credentials the client understands. (OpenID for Verifiable Presentations 1.0, section 11.1.) */
            vp_formats_supported?: {
                [key: string]: unknown;
            };
            /** Signed JWT in which a third party asserts metadata; its values take precedence. (RFC 7591 sections 2.3 and 3.1.1.) */
            software_statement?: string;
            /** Algorithm that authorization answers are signed with. Default: RS256. (JARM (OIDF, errata 1), section 3.) */
            authorization_signed_response_alg?: components["schemas"]["SignatureAlgorithm"];
            /** Key management algorithm that authorization answers are encrypted with. Default: not encrypted. (JARM (OIDF, errata 1), section 3.) */
            authorization_encrypted_response_alg?: components["schemas"]["KeyManagementAlgorithm"];
            /** Content encryption of authorization answers. Default: A128CBC-HS256 where there is an alg. (JARM (OIDF, errata 1), section 3.) */
            authorization_encrypted_response_enc?: components["schemas"]["ContentEncryption"];
            /**
             * How the client learns that a backchannel authentication has ended. (CIBA Core 1.0, section 4.)
             */
            backchannel_token_delivery_mode?: "poll" | "ping" | "push";
            /**
             * Address that the server notifies in ping and push mode. https. (CIBA Core 1.0, section 4.)
             */
            backchannel_client_notification_endpoint?: string;
            /** Algorithm that the client signs backchannel authentication requests with. Default: not signed. (CIBA Core 1.0, section 4.) */
            backchannel_authentication_request_signing_alg?: components["schemas"]["SignatureAlgorithm"];
            /** Whether the client supports a user code in backchannel authentication. Default: false. (CIBA Core 1.0, section 4.) */
            backchannel_user_code_parameter?: boolean;
            /** Response modes the client will use. Default: all that the server supports. (FAPI 2.0 Message Signing, client metadata section.) */
            response_modes?: components["schemas"]["ResponseMode"][];
            /** Subject types the client can work with. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            subject_types_supported?: components["schemas"]["SubjectType"][];
            /** Signature algorithms for ID tokens that the client can check. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            id_token_signing_alg_values_supported?: components["schemas"]["SignatureAlgorithmOrNone"][];
            /** Key management algorithms for ID tokens that the client can undo. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            id_token_encryption_alg_values_supported?: components["schemas"]["KeyManagementAlgorithm"][];
            /** Content encryption of ID tokens that the client can undo. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            id_token_encryption_enc_values_supported?: components["schemas"]["ContentEncryption"][];
            /** Signature algorithms for UserInfo answers that the client can check. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            userinfo_signing_alg_values_supported?: components["schemas"]["SignatureAlgorithmOrNone"][];
            /** Key management algorithms for UserInfo answers that the client can undo. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            userinfo_encryption_alg_values_supported?: components["schemas"]["KeyManagementAlgorithm"][];
            /** Content encryption of UserInfo answers that the client can undo. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            userinfo_encryption_enc_values_supported?: components["schemas"]["ContentEncryption"][];
            /** Signature algorithms the client can use for request objects. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            request_object_signing_alg_values_supported?: components["schemas"]["SignatureAlgorithmOrNone"][];
            /** Key management algorithms the client can use for request objects. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            request_object_encryption_alg_values_supported?: components["schemas"]["KeyManagementAlgorithm"][];
            /** Content encryption the client can use for request objects. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            request_object_encryption_enc_values_supported?: components["schemas"]["ContentEncryption"][];
            /** Authentication methods the client can use at the token endpoint. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            token_endpoint_auth_methods_supported?: components["schemas"]["TokenEndpointAuthMethod"][];
            /** Signature algorithms the client can use to authenticate. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            token_endpoint_auth_signing_alg_values_supported?: components["schemas"]["SignatureAlgorithm"][];
            /** Signature algorithms the client can use for backchannel authentication requests. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            backchannel_authentication_request_signing_alg_values_supported?: components["schemas"]["SignatureAlgorithm"][];
            /** Signature algorithms for authorization answers that the client can check. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            authorization_signing_alg_values_supported?: components["schemas"]["SignatureAlgorithm"][];
            /** Key management algorithms for authorization answers that the client can undo. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            authorization_encryption_alg_values_supported?: components["schemas"]["KeyManagementAlgorithm"][];
            /** Content encryption of authorization answers that the client can undo. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            authorization_encryption_enc_values_supported?: components["schemas"]["ContentEncryption"][];
            /** Signature algorithms for introspection answers that the client can check. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            introspection_signing_alg_values_supported?: components["schemas"]["SignatureAlgorithm"][];
            /** Key management algorithms for introspection answers that the client can undo. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            introspection_encryption_alg_values_supported?: components["schemas"]["KeyManagementAlgorithm"][];
            /** Content encryption of introspection answers that the client can undo. (OpenID Connect Relying Party Metadata Choices 1.0 (final, March 2026), section 2.) */
            introspection_encryption_enc_values_supported?: components["schemas"]["ContentEncryption"][];
        };
        /** The full replacement of a registration (RFC 7592 section 2.2). What is not in it is removed. */
        ClientUpdate: components["schemas"]["ClientMetadata"] & {
            /** Id of the client, as it was issued. (RFC 7592 section 2.2.) */
            client_id: string;
        };
        /** A registered client as the server shows it (RFC 7591 section 3.2.1, RFC 7592 section 3). */
        ClientInformation: components["schemas"]["ClientMetadata"] & ({
            /** Id of the client at this server. (RFC 7591 section 3.2.1.) */
            client_id: string;
            /**
             * Format: password
             * Secret of the client. Keep it: it is not shown again. (RFC 7591 section 3.2.1.)
             */
            client_secret?: string;
            /** When the id was issued. Epoch seconds. (RFC 7591 section 3.2.1.) */
            client_id_issued_at?: number;
            /** When the secret ends; 0 means never. There whenever there is a secret. Epoch seconds. (RFC 7591 section 3.2.1.) */
            client_secret_expires_at?: number;
            /**
             * Format: password
             * Token for reading, changing and deleting this registration. Secret; a read or an update may replace it. (RFC 7592 section 3; OpenID Connect Registration 1.0 section 3.2.)
             */
            registration_access_token?: string;
            /**
             * Address of this registration. Opaque: to be used as it is. (RFC 7592 section 3; OpenID Connect Registration 1.0 section 3.2.)
             */
            registration_client_uri?: string;
        } & {
            [key: string]: unknown;
        });
        /**
         * How a client authenticates (RFC 7591 section 2, RFC 8705 section 2).
         */
        TokenEndpointAuthMethod: "none" | "client_secret_post" | "client_secret_basic" | "client_secret_jwt" | "private_key_jwt" | "tls_client_auth" | "self_signed_tls_client_auth" | `${string}:${string}`;
        /**
         * A grant (RFC 7591 section 2).
         */
        GrantType: "authorization_code" | "implicit" | "password" | "client_credentials" | "refresh_token" | "urn:ietf:params:oauth:grant-type:jwt-bearer" | "urn:ietf:params:oauth:grant-type:saml2-bearer" | "urn:ietf:params:oauth:grant-type:device_code" | "urn:ietf:params:oauth:grant-type:token-exchange" | "urn:ietf:params:oauth:grant-type:uma-ticket" | "urn:openid:params:grant-type:ciba" | "urn:ietf:params:oauth:grant-type:pre-authorized_code" | `${string}:${string}`;
        /**
         * What the authorization endpoint is asked for; the order of the words has no meaning (RFC 6749 section 3.1.1).
         */
        ResponseType: "code" | "token" | "id_token" | "id_token token" | "code id_token" | "code token" | "code id_token token" | "none" | "vp_token" | "vp_token id_token";
        /**
         * How an authorization answer travels (OAuth 2.0 Multiple Response Types section 2.1).
         */
        ResponseMode: "query" | "fragment" | "form_post" | "query.jwt" | "fragment.jwt" | "form_post.jwt" | "jwt" | "direct_post";
        /**
         * Whether a user has one subject for all clients or one per sector (OpenID Connect Core 1.0 section 8).
         */
        SubjectType: "public" | "pairwise";
        /**
         * A JWS algorithm (RFC 7518 section 3.1, RFC 8037, RFC 8812, RFC 9864).
         */
        SignatureAlgorithm: "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" | "ES256" | "ES384" | "ES512" | "ES256K" | "EdDSA" | "Ed25519" | "Ed448" | "HS256" | "HS384" | "HS512";
        /**
         * A JWS algorithm, or none where the specification allows an unsigned object.
         */
        SignatureAlgorithmOrNone: "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" | "ES256" | "ES384" | "ES512" | "ES256K" | "EdDSA" | "Ed25519" | "Ed448" | "HS256" | "HS384" | "HS512" | "none";
        /**
         * A JWE key management algorithm (RFC 7518 section 4.1).
         */
        KeyManagementAlgorithm: "RSA-OAEP" | "RSA-OAEP-256" | "RSA-OAEP-384" | "RSA-OAEP-512" | "RSA1_5" | "ECDH-ES" | "ECDH-ES+A128KW" | "ECDH-ES+A192KW" | "ECDH-ES+A256KW" | "A128KW" | "A192KW" | "A256KW" | "A128GCMKW" | "A192GCMKW" | "A256GCMKW" | "dir" | "PBES2-HS256+A128KW" | "PBES2-HS384+A192KW" | "PBES2-HS512+A256KW";
        /**
         * A JWE content encryption method (RFC 7518 section 5.1).
         */
        ContentEncryption: "A128CBC-HS256" | "A192CBC-HS384" | "A256CBC-HS512" | "A128GCM" | "A192GCM" | "A256GCM";
        /** What an authorization server says about itself (RFC 8414 section 2, OpenID Connect Discovery 1.0 section 3). */
        ServerMetadata: {
            /**
             * The issuer, an https address without query and fragment. (RFC 8414 section 2.)
             */
            issuer: string;
            /**
             * Where users are sent to log in and consent. (RFC 8414 section 2.)
             */
            authorization_endpoint?: string;
            /**
             * Where grants are turned into tokens. (RFC 8414 section 2.)
             */
            token_endpoint?: string;
            /**
             * The server's public keys. (RFC 8414 section 2.)
             */
            jwks_uri?: string;
            /**
             * Where clients register. Without it the server offers no dynamic registration, or does not say so. (RFC 8414 section 2.)
             */
            registration_endpoint?: string;
            /** Scopes that can be asked for. (RFC 8414 section 2.) */
            scopes_supported?: string[];
            /** Response types that can be asked for. (RFC 8414 section 2.) */
            response_types_supported?: components["schemas"]["ResponseType"][];
            /** Response modes that can be asked for. Default: query, fragment. (RFC 8414 section 2.) */
            response_modes_supported?: components["schemas"]["ResponseMode"][];
            /** Grants that can be used. Default: authorization_code, implicit. (RFC 8414 section 2.) */
            grant_types_supported?: components["schemas"]["GrantType"][];
            /** How clients may authenticate at the token endpoint. Default: client_secret_basic. (RFC 8414 section 2.) */
            token_endpoint_auth_methods_supported?: components["schemas"]["TokenEndpointAuthMethod"][];
            /** Algorithms of assertions that clients authenticate with. (RFC 8414 section 2.) */
            token_endpoint_auth_signing_alg_values_supported?: components["schemas"]["SignatureAlgorithm"][];
            /**
             * Documentation for developers. (RFC 8414 section 2.)
             */
            service_documentation?: string;
            /** Languages of the user interface. (RFC 8414 section 2.) */
            ui_locales_supported?: string[];
            /**
             * What the operator requires of clients concerning data. (RFC 8414 section 2.)
             */
            op_policy_uri?: string;
            /**
             * Terms of service of the operator. (RFC 8414 section 2.)
             */
            op_tos_uri?: string;
            /**
             * Where tokens are revoked. (RFC 8414 section 2.)
             */
            revocation_endpoint?: string;
            /** How clients may authenticate there. Default: client_secret_basic. (RFC 8414 section 2.) */
            revocation_endpoint_auth_methods_supported?: components["schemas"]["TokenEndpointAuthMethod"][];
            /** Algorithms of assertions that clients authenticate with there. (RFC 8414 section 2.) */
            revocation_endpoint_auth_signing_alg_values_supported?: components["schemas"]["SignatureAlgorithm"][];
            /**
             * Where tokens are looked into. (RFC 8414 section 2.)
             */
            introspection_endpoint?: string;
            /** How clients may authenticate there. (RFC 8414 section 2.) */
            introspection_endpoint_auth_methods_supported?: components["schemas"]["TokenEndpointAuthMethod"][];
            /** Algorithms of assertions that clients authenticate with there. (RFC 8414 section 2.) */
            introspection_endpoint_auth_signing_alg_values_supported?: components["schemas"]["SignatureAlgorithm"][];
            /** Signature algorithms of introspection answers. (RFC 9701 section 7.) */
            introspection_signing_alg_values_supported?: components["schemas"]["SignatureAlgorithm"][];
            /** Key management algorithms of introspection answers. (RFC 9701 section 7.) */
            introspection_encryption_alg_values_supported?: components["schemas"]["KeyManagementAlgorithm"][];
            /** Content encryption of introspection answers. (RFC 9701 section 7.) */
            introspection_encryption_enc_values_supported?: components["schemas"]["ContentEncryption"][];
            /** PKCE methods. Default: no PKCE. (RFC 8414 section 2.) */
            code_challenge_methods_supported?: string[];
            /** The metadata as a signed JWT. (RFC 8414 section 2.1.) */
            signed_metadata?: string;
            /**
             * Where claims about the user are read. (OpenID Connect Discovery 1.0 section 3.)
             */
            userinfo_endpoint?: string;
            /**
             * Where users are sent to log out. (OpenID Connect RP-Initiated Logout 1.0 section 2.1.)
             */
            end_session_endpoint?: string;
            /** Authentication context classes. (OpenID Connect Discovery 1.0 section 3.) */
            acr_values_supported?: string[];
            /** Subject types. (OpenID Connect Discovery 1.0 section 3.) */
            subject_types_supported?: components["schemas"]["SubjectType"][];
            /** Signature algorithms of ID tokens. (OpenID Connect Discovery 1.0 section 3.) */
            id_token_signing_alg_values_supported?: components["schemas"]["SignatureAlgorithmOrNone"][];
            /** Key management algorithms of ID tokens. (OpenID Connect Discovery 1.0 section 3.) */
            id_token_encryption_alg_values_supported?: components["schemas"]["KeyManagementAlgorithm"][];
            /** Content encryption of ID tokens. (OpenID Connect Discovery 1.0 section 3.) */
            id_token_encryption_enc_values_supported?: components["schemas"]["ContentEncryption"][];
            /** Signature algorithms of UserInfo answers. (OpenID Connect Discovery 1.0 section 3.) */
            userinfo_signing_alg_values_supported?: components["schemas"]["SignatureAlgorithmOrNone"][];
            /** Key management algorithms of UserInfo answers. (OpenID Connect Discovery 1.0 section 3.) */
            userinfo_encryption_alg_values_supported?: components["schemas"]["KeyManagementAlgorithm"][];
            /** Content encryption of UserInfo answers. (OpenID Connect Discovery 1.0 section 3.) */
            userinfo_encryption_enc_values_supported?: components["schemas"]["ContentEncryption"][];
            /** Signature algorithms of request objects. (OpenID Connect Discovery 1.0 section 3.) */
            request_object_signing_alg_values_supported?: components["schemas"]["SignatureAlgorithmOrNone"][];
            /** Key management algorithms of request objects. (OpenID Connect Discovery 1.0 section 3.) */
            request_object_encryption_alg_values_supported?: components["schemas"]["KeyManagementAlgorithm"][];
            /** Content encryption of request objects. (OpenID Connect Discovery 1.0 section 3.) */
            request_object_encryption_enc_values_supported?: components["schemas"]["ContentEncryption"][];
            /** Ways to show the login. (OpenID Connect Discovery 1.0 section 3.) */
            display_values_supported?: string[];
            /** Kinds of claims. Default: normal. (OpenID Connect Discovery 1.0 section 3.) */
            claim_types_supported?: string[];
            /** Claims that may be given. (OpenID Connect Discovery 1.0 section 3.) */
            claims_supported?: string[];
            /** Languages of claims. (OpenID Connect Discovery 1.0 section 3.) */
            claims_locales_supported?: string[];
            /** Whether the claims parameter is understood. Default: false. (OpenID Connect Discovery 1.0 section 3.) */
            claims_parameter_supported?: boolean;
            /** Whether request objects are taken by value. Default: false. (OpenID Connect Discovery 1.0 section 3.) */
            request_parameter_supported?: boolean;
            /** Whether request objects are taken by reference. Default: true. (OpenID Connect Discovery 1.0 section 3.) */
            request_uri_parameter_supported?: boolean;
            /** Whether request_uris must be registered. Default: false. (OpenID Connect Discovery 1.0 section 3.) */
            require_request_uri_registration?: boolean;
            /**
             * Where authorization requests are pushed. (RFC 9126 section 5.)
             */
            pushed_authorization_request_endpoint?: string;
            /** Whether only pushed authorization requests are taken. Default: false. (RFC 9126 section 5.) */
            require_pushed_authorization_requests?: boolean;
            /** Whether only signed request objects are taken. Default: false. (RFC 9101 section 10.5.) */
            require_signed_request_object?: boolean;
            /** Types of authorization details. (RFC 9396 section 10.) */
            authorization_details_types_supported?: string[];
            /** Signature algorithms of authorization answers. (JARM (OIDF, errata 1), section 4.) */
            authorization_signing_alg_values_supported?: components["schemas"]["SignatureAlgorithm"][];
            /** Key management algorithms of authorization answers. (JARM (OIDF, errata 1), section 4.) */
            authorization_encryption_alg_values_supported?: components["schemas"]["KeyManagementAlgorithm"][];
            /** Content encryption of authorization answers. (JARM (OIDF, errata 1), section 4.) */
            authorization_encryption_enc_values_supported?: components["schemas"]["ContentEncryption"][];
            /**
             * Where devices ask for a code. (RFC 8628 section 4.)
             */
            device_authorization_endpoint?: string;
            /**
             * Where backchannel authentication starts. (CIBA Core 1.0, section 4.)
             */
            backchannel_authentication_endpoint?: string;
            /** How clients can learn that a backchannel authentication has ended: poll, ping, push. (CIBA Core 1.0, section 4.) */
            backchannel_token_delivery_modes_supported?: string[];
            /** Signature algorithms of backchannel authentication requests. Default: signed ones are not taken. (CIBA Core 1.0, section 4.) */
            backchannel_authentication_request_signing_alg_values_supported?: components["schemas"]["SignatureAlgorithm"][];
            /** Whether a user code is understood. Default: false. (CIBA Core 1.0, section 4.) */
            backchannel_user_code_parameter_supported?: boolean;
            /** Whether tokens can be bound to certificates. Default: false. (RFC 8705 section 3.3.) */
            tls_client_certificate_bound_access_tokens?: boolean;
            /** Addresses of endpoints for mutual TLS. (RFC 8705 section 5.) */
            mtls_endpoint_aliases?: {
                [key: string]: unknown;
            };
            /** Algorithms of DPoP proofs. (RFC 9449 section 5.1.) */
            dpop_signing_alg_values_supported?: components["schemas"]["SignatureAlgorithm"][];
            /** Whether authorization answers name the issuer. Default: false. (RFC 9207 section 3.) */
            authorization_response_iss_parameter_supported?: boolean;
            /** Whether a client id may be the address of a metadata document. Default: false. (draft-ietf-oauth-client-id-metadata-document section 5.) */
            client_id_metadata_document_supported?: boolean;
            /** Whether front-channel logout is done. Default: false. (OpenID Connect Front-Channel Logout 1.0 section 3.) */
            frontchannel_logout_supported?: boolean;
            /** Whether front-channel logout names the session. Default: false. (OpenID Connect Front-Channel Logout 1.0 section 3.) */
            frontchannel_logout_session_supported?: boolean;
            /** Whether back-channel logout is done. Default: false. (OpenID Connect Back-Channel Logout 1.0 section 2.1.) */
            backchannel_logout_supported?: boolean;
            /** Whether back-channel logout names the session. Default: false. (OpenID Connect Back-Channel Logout 1.0 section 2.1.) */
            backchannel_logout_session_supported?: boolean;
        } & {
            [key: string]: unknown;
        };
        /** Why a registration or an update is refused (RFC 7591 section 3.2.2). */
        RegistrationErrorBody: {
            /**
             * What is wrong, as a code. (RFC 7591 section 3.2.2.)
             */
            error: "invalid_redirect_uri" | "invalid_client_metadata" | "invalid_software_statement" | "unapproved_software_statement" | "invalid_request" | "invalid_token" | "insufficient_scope";
            /** The same in words for developers. (RFC 7591 section 3.2.2.) */
            error_description?: string;
        };
        /** What is known about a resource (RFC 7033 section 4.4). */
        JsonResourceDescriptor: {
            /** What the answer is about; may differ from what was asked. (RFC 7033 section 4.4.1.) */
            subject?: string;
            /** Other names of the subject. (RFC 7033 section 4.4.2.) */
            aliases?: string[];
            /** More about the subject. (RFC 7033 section 4.4.3.) */
            properties?: {
                [key: string]: unknown;
            };
            /** Links from the subject. (RFC 7033 section 4.4.4.) */
            links?: {
                /** Kind of the link. (RFC 7033 section 4.4.4.1.) */
                rel: string;
                /** Media type of the target. (RFC 7033 section 4.4.4.2.) */
                type?: string;
                /**
                 * The target. (RFC 7033 section 4.4.4.3.)
                 */
                href?: string;
            }[];
        };
        /** A set of public keys (RFC 7517 section 5). */
        JsonWebKeySet: {
            /** The keys. (RFC 7517 section 5.1.) */
            keys: ({
                /** Family of the key. (RFC 7517 section 4.1.) */
                kty: string;
                /** Id of the key. (RFC 7517 section 4.5.) */
                kid?: string;
                /** What the key is for. (RFC 7517 section 4.2.) */
                use?: string;
                /** Algorithm the key is for. (RFC 7517 section 4.4.) */
                alg?: string;
            } & {
                [key: string]: unknown;
            })[];
        };
    };
    responses: {
        /** The metadata (RFC 8414 section 3.2). */
        ServerMetadata: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ServerMetadata"];
            };
        };
        /** The client as it is registered (RFC 7591 section 3.2.1, RFC 7592 section 3). */
        ClientInformation: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ClientInformation"];
            };
        };
        /** The server refuses the metadata (RFC 7591 section 3.2.2). */
        RegistrationError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RegistrationErrorBody"];
            };
        };
        /** A token is needed, or the one given is not good for this (RFC 6750 section 3.1). */
        TokenError: {
            headers: {
                /** The challenge (RFC 6750 section 3). */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RegistrationErrorBody"];
            };
        };
        /** Too many requests (RFC 6585 section 4). */
        TooManyRequests: {
            headers: {
                /** How long to wait, in seconds, or until when (RFC 9110 section 10.2.3). */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RegistrationErrorBody"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getWebfinger: {
        parameters: {
            query: {
                /** What is asked about, such as acct:joe@example.com (RFC 7033 section 4.1). */
                resource: string;
                /** The kind of link that is looked for (RFC 7033 section 4.3). */
                rel?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The links of the resource (RFC 7033 section 4.4). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jrd+json": components["schemas"]["JsonResourceDescriptor"];
                };
            };
            /** Nothing is known about the resource (RFC 7033 section 4.2). */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getAuthorizationServerMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ServerMetadata"];
            /** There is no metadata at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getOpenidConfiguration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ServerMetadata"];
            /** There is no metadata at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    registerClient: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClientMetadata"];
            };
        };
        responses: {
            200: components["responses"]["ClientInformation"];
            201: components["responses"]["ClientInformation"];
            400: components["responses"]["RegistrationError"];
            401: components["responses"]["TokenError"];
            403: components["responses"]["TokenError"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    readClient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** Stands for the opaque registration_client_uri, which is used as it is (RFC 7592 section 3). */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ClientInformation"];
            401: components["responses"]["TokenError"];
            403: components["responses"]["TokenError"];
            /** The client is not there any more. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    updateClient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** Stands for the opaque registration_client_uri, which is used as it is (RFC 7592 section 3). */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClientUpdate"];
            };
        };
        responses: {
            200: components["responses"]["ClientInformation"];
            400: components["responses"]["RegistrationError"];
            401: components["responses"]["TokenError"];
            403: components["responses"]["TokenError"];
            /** The client is not there any more. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** The server does not offer updates. */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    deleteClient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** Stands for the opaque registration_client_uri, which is used as it is (RFC 7592 section 3). */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The client is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["TokenError"];
            403: components["responses"]["TokenError"];
            /** The client is not there any more. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** The server does not offer deletion. */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
