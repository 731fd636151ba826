// Generated from openapi/wso2-dcr.yaml by `npm run generate`. Not to be edited.

export interface paths {
    "/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads the one client of a name.
         * Answers one object, not a list, without jwks_uri and without members of extensions.
         */
        get: operations["findWso2Client"];
        put?: never;
        /**
         * Registers a client.
         * Anonymously only where the tenant has switched authentication off, for which it must demand a software statement.
         *     A client registered so cannot be managed by who registered it. A failed registration is rolled back, so the name is free again.
         *     A client_name or ext_param_client_id that is taken is a 400, not a 409. An empty body is an empty 500.
         */
        post: operations["registerWso2Client"];
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
                client_id: string;
            };
            cookie?: never;
        };
        /** Reads a client. */
        get: operations["readWso2Client"];
        /** Merges into a client; see x-when-absent. */
        put: operations["updateWso2Client"];
        post?: never;
        /** Deletes the whole service provider, whatever else it was used for. */
        delete: operations["deleteWso2Client"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** What a registration may carry. */
        RegistrationRequest: {
            /** Name of the service provider, unique in the tenant, by default of letters, digits, dots, dashes and underscores alone; what people read is ext_application_display_name. Missing: 400 since 7.2, an empty 500 before. */
            client_name: string;
            /** Needed for authorization_code and implicit alone. One of them must not be blank (400 invalid_redirect_uri), nor carry a fragment for those grants. Several are stored as one regular expression, in which a dot stands for any character. */
            redirect_uris?: string[];
            /** No default is applied: left out, the client has no grant. */
            grant_types?: string[];
            /** Chosen client_id. The server may have another pattern. */
            ext_param_client_id?: string;
            /** Chosen secret. Without ext_param_client_id it is ignored. Secret. */
            ext_param_client_secret?: string;
            /**
             * Format: int64
             * End of the secret, epoch seconds; 0 or left out: never. In the past or negative: 400.
             */
            ext_param_client_secret_expires_at?: number;
            /** Name of an existing template of service providers; another one: 400. */
            ext_param_sp_template?: string;
            /** Whether the client may call management interfaces. In no document of the vendor. */
            is_management_app?: boolean;
            /**
             * Address of the public keys. Read before 7.0, but kept since 7.0 alone. Keys themselves (jwks) are not supported.
             */
            jwks_uri?: string;
            /** One that the server advertises, so not none: that is ext_public_client. No default is stored. */
            token_endpoint_auth_method?: string;
            /** Whether an assertion of private_key_jwt may be used more than once. Must be there with private_key_jwt, and must not be there with any other method: 400 both. */
            token_endpoint_allow_reuse_pvt_key_jwt?: boolean;
            /** Algorithm of the assertion. By default PS256, ES256, ES384, RS384 and that of UserInfo. */
            token_endpoint_auth_signing_alg?: string;
            /** Algorithm of ID tokens. By default PS256 and that of the server. */
            id_token_signed_response_alg?: string;
            /** Key management of ID tokens; switches their encryption on, but not in an update. */
            id_token_encrypted_response_alg?: string;
            /** Content encryption of ID tokens; needed with the alg. */
            id_token_encrypted_response_enc?: string;
            /** Algorithm of request objects. By default PS256, ES256 and that of the server. */
            request_object_signing_alg?: string;
            /** Key management of request objects. */
            request_object_encryption_alg?: string;
            /** Content encryption of request objects. */
            request_object_encryption_enc?: string;
            /** Whether request objects must be signed. Default: false. */
            require_signed_request_object?: boolean;
            /** Whether authorization requests must be pushed. Default: false. */
            require_pushed_authorization_requests?: boolean;
            /** Subject of the client certificate. */
            tls_client_auth_subject_dn?: string;
            /** Whether access tokens are bound to the certificate. Default: false. */
            tls_client_certificate_bound_access_tokens?: boolean;
            /**
             * An unknown value is silently the default of the server.
             */
            subject_type?: "public" | "pairwise";
            /**
             * Looked at for pairwise alone; https.
             */
            sector_identifier_uri?: string;
            /** A signed JWT. Its claims are not merged into the metadata. Echoed in the answer to the request that carried it, and never again. */
            software_statement?: string;
            /**
             * Absolute, without a fragment. Never echoed.
             */
            backchannel_logout_uri?: string;
            /** Read and dropped. */
            backchannel_logout_session_required?: boolean;
            /**
             * Absolute, without a fragment.
             */
            frontchannel_logout_uri?: string;
            /** What people read when they are asked for consent. */
            ext_application_display_name?: string;
            /** User name of the owner. Default: who registers; for anonymous requests the administrator of the tenant. */
            ext_application_owner?: string;
            /**
             * Format: int64
             * Lifetime of access tokens of the application itself, seconds.
             */
            ext_application_token_lifetime?: number;
            /**
             * Format: int64
             * Lifetime of access tokens of users, seconds.
             */
            ext_user_token_lifetime?: number;
            /**
             * Format: int64
             * Lifetime of refresh tokens, seconds.
             */
            ext_refresh_token_lifetime?: number;
            /**
             * Format: int64
             * Lifetime of ID tokens, seconds.
             */
            ext_id_token_lifetime?: number;
            /** Whether PKCE is required. Default: false. */
            ext_pkce_mandatory?: boolean;
            /** Whether the PKCE method plain is allowed. Default: false. */
            ext_pkce_support_plain?: boolean;
            /** Whether the client authenticates with nothing. A secret is generated all the same. Default: false. */
            ext_public_client?: boolean;
            /** Kind of access tokens: JWT, Default (opaque), or one that the server was extended with. */
            ext_token_type?: string;
            /** Older name of ext_token_type, which wins if both are there. */
            token_type_extension?: string;
            /**
             * Whose roles the application uses. A registration heeds organization alone; other values are silently ignored.
             */
            ext_allowed_audience?: "organization" | "application";
            /**
             * Read and dropped.
             */
            url?: string;
            /** Read and dropped. */
            contacts?: string[];
            /** Read and dropped. */
            post_logout_redirect_uris?: string[];
            /** Read and dropped. */
            request_uris?: string[];
            /** Read and dropped. */
            application_type?: string;
            /** Read and dropped. */
            response_types?: string[];
        };
        /** What an update may carry. It merges: see x-when-absent. */
        UpdateRequest: {
            /** Read and dropped; the address decides. */
            client_id?: string;
            /** Read and dropped: an update never changes the secret. Secret. */
            client_secret?: string;
            /** Another name renames. Without it, ext_application_display_name, ext_application_version, jwks_uri and software_statement are not even looked at, so it always belongs into an update. */
            client_name?: string;
            /** Needed for authorization_code and implicit alone. One of them must not be blank (400 invalid_redirect_uri), nor carry a fragment for those grants. Several are stored as one regular expression, in which a dot stands for any character. */
            redirect_uris?: string[];
            /** Left out or empty: the grants stay as they are. */
            grant_types?: string[];
            /**
             * Heeded with client_name alone.
             */
            jwks_uri?: string;
            /** One that the server advertises, so not none: that is ext_public_client. No default is stored. */
            token_endpoint_auth_method?: string;
            /** As in a registration: every update of a client with private_key_jwt must carry it, or is refused (400). */
            token_endpoint_allow_reuse_pvt_key_jwt?: boolean;
            /** Algorithm of the assertion. By default PS256, ES256, ES384, RS384 and that of UserInfo. */
            token_endpoint_auth_signing_alg?: string;
            /** Algorithm of ID tokens. By default PS256 and that of the server. */
            id_token_signed_response_alg?: string;
            /** Does not switch encryption on where it was off. */
            id_token_encrypted_response_alg?: string;
            /** Content encryption of ID tokens; needed with the alg. */
            id_token_encrypted_response_enc?: string;
            /** Algorithm of request objects. By default PS256, ES256 and that of the server. */
            request_object_signing_alg?: string;
            /** Key management of request objects. */
            request_object_encryption_alg?: string;
            /** Content encryption of request objects. */
            request_object_encryption_enc?: string;
            /** Whether request objects must be signed. Default: false. */
            require_signed_request_object?: boolean;
            /** Broken in every release: the value of require_signed_request_object is used for it. */
            require_pushed_authorization_requests?: boolean;
            /** Subject of the client certificate. */
            tls_client_auth_subject_dn?: string;
            /** Left out: the binding is taken away. */
            tls_client_certificate_bound_access_tokens?: boolean;
            /**
             * An unknown value is silently the default of the server.
             */
            subject_type?: "public" | "pairwise";
            /**
             * Looked at for pairwise alone; https.
             */
            sector_identifier_uri?: string;
            /** Heeded with client_name alone, and not kept. */
            software_statement?: string;
            /**
             * Absolute, without a fragment. Never echoed.
             */
            backchannel_logout_uri?: string;
            /** Read and dropped. */
            backchannel_logout_session_required?: boolean;
            /**
             * Absolute, without a fragment.
             */
            frontchannel_logout_uri?: string;
            /** Left out while client_name is there: taken away. */
            ext_application_display_name?: string;
            /** Version of the application, such as v2.0.0. Heeded with client_name alone. */
            ext_application_version?: string;
            /** A user name. Answers show it with its domain, which is not what an update takes. */
            ext_application_owner?: string;
            /**
             * Format: int64
             * Lifetime of access tokens of the application itself, seconds.
             */
            ext_application_token_lifetime?: number;
            /**
             * Format: int64
             * Lifetime of access tokens of users, seconds.
             */
            ext_user_token_lifetime?: number;
            /**
             * Format: int64
             * Lifetime of refresh tokens, seconds.
             */
            ext_refresh_token_lifetime?: number;
            /**
             * Format: int64
             * Lifetime of ID tokens, seconds.
             */
            ext_id_token_lifetime?: number;
            /** Whether PKCE is required. Default: false. */
            ext_pkce_mandatory?: boolean;
            /** Whether the PKCE method plain is allowed. Default: false. */
            ext_pkce_support_plain?: boolean;
            /** Whether the client authenticates with nothing. A secret is generated all the same. Default: false. */
            ext_public_client?: boolean;
            /** Kind of access tokens: JWT, Default (opaque), or one that the server was extended with. */
            ext_token_type?: string;
            /** Older name of ext_token_type, which wins if both are there. */
            token_type_extension?: string;
            /**
             * Whose roles the application uses. A registration heeds organization alone; other values are silently ignored.
             */
            ext_allowed_audience?: "organization" | "application";
        };
        /** A client as it is answered. Up to 7.1 every member that is not set is null; later ones leave it out, unless they are configured to go on. */
        Application: {
            /** Generated: 28 characters. */
            client_id: string;
            /** In every answer, to public clients too. With hashed secrets, only the answer to the registration shows one that works. Secret. */
            client_secret?: string | null;
            /**
             * Format: int64
             * null in 5.x, 0 up to 7.3, then the real end in epoch seconds; 0: never.
             */
            client_secret_expires_at?: number | null;
            /** The older interface at /identity/register answers it with the owner in front. */
            client_name?: string | null;
            /** None: one empty text, or one null. Several, up to 7.3: one text regexp=(a|b), in which the first question mark of each has a backslash. */
            redirect_uris?: string[];
            /** Not in answers of 5.7 to 5.10. */
            grant_types?: string[];
            /** What people read when they are asked for consent. */
            ext_application_display_name?: string | null;
            /** Version of the application, such as v2.0.0. */
            ext_application_version?: string | null;
            /** With its domain: admin@carbon.super. */
            ext_application_owner?: string | null;
            /**
             * Format: int64
             * Lifetime of access tokens of the application itself, seconds.
             */
            ext_application_token_lifetime?: number | null;
            /**
             * Format: int64
             * Lifetime of access tokens of users, seconds.
             */
            ext_user_token_lifetime?: number | null;
            /**
             * Format: int64
             * Lifetime of refresh tokens, seconds.
             */
            ext_refresh_token_lifetime?: number | null;
            /**
             * Format: int64
             * Lifetime of ID tokens, seconds.
             */
            ext_id_token_lifetime?: number | null;
            /** Whether PKCE is required. Default: false. */
            ext_pkce_mandatory?: boolean | null;
            /** Whether the PKCE method plain is allowed. Default: false. */
            ext_pkce_support_plain?: boolean | null;
            /** Whether the client authenticates with nothing. A secret is generated all the same. Default: false. */
            ext_public_client?: boolean | null;
            /** Kind of access tokens: JWT, Default (opaque), or one that the server was extended with. */
            ext_token_type?: string | null;
            /** Always the same as ext_token_type. */
            token_type_extension?: string | null;
            /**
             * Whose roles the application uses. A registration heeds organization alone; other values are silently ignored.
             * @enum {string|null}
             */
            ext_allowed_audience?: "organization" | "application" | null;
            /**
             * Not in the answer to a look-up by name; after an update only if that carried it.
             */
            jwks_uri?: string | null;
            /** One that the server advertises, so not none: that is ext_public_client. No default is stored. */
            token_endpoint_auth_method?: string | null;
            /** Whether an assertion of private_key_jwt may be used more than once. Must be there with private_key_jwt, and must not be there with any other method: 400 both. */
            token_endpoint_allow_reuse_pvt_key_jwt?: boolean | null;
            /** Algorithm of the assertion. By default PS256, ES256, ES384, RS384 and that of UserInfo. */
            token_endpoint_auth_signing_alg?: string | null;
            /** Algorithm of ID tokens. By default PS256 and that of the server. */
            id_token_signed_response_alg?: string | null;
            /** Key management of ID tokens; switches their encryption on, but not in an update. */
            id_token_encrypted_response_alg?: string | null;
            /** Content encryption of ID tokens; needed with the alg. */
            id_token_encrypted_response_enc?: string | null;
            /** Algorithm of request objects. By default PS256, ES256 and that of the server. */
            request_object_signing_alg?: string | null;
            /** Key management of request objects. */
            request_object_encryption_alg?: string | null;
            /** Content encryption of request objects. */
            request_object_encryption_enc?: string | null;
            /** Whether request objects must be signed. Default: false. */
            require_signed_request_object?: boolean | null;
            /** Whether authorization requests must be pushed. Default: false. */
            require_pushed_authorization_requests?: boolean | null;
            /** Subject of the client certificate. */
            tls_client_auth_subject_dn?: string | null;
            /** Whether access tokens are bound to the certificate. Default: false. */
            tls_client_certificate_bound_access_tokens?: boolean | null;
            /**
             * An unknown value is silently the default of the server.
             * @enum {string|null}
             */
            subject_type?: "public" | "pairwise" | null;
            /**
             * Looked at for pairwise alone; https.
             */
            sector_identifier_uri?: string | null;
            /** A signed JWT. Its claims are not merged into the metadata. Echoed in the answer to the request that carried it, and never again. */
            software_statement?: string | null;
            /**
             * Absolute, without a fragment.
             */
            frontchannel_logout_uri?: string | null;
        };
        /** What the interface itself says, always with 400. */
        RegistrationError: {
            /**
             * What is wrong.
             */
            error: "invalid_client_metadata" | "invalid_redirect_uri" | "invalid_software_statement";
            /** In words; a name or id that is taken can be told by these alone. */
            error_description?: string;
            /** What to look for in the logs of the server. */
            traceId?: string | null;
        };
        /** What stands before the interface says. */
        GatewayError: {
            /** The status once more. */
            code?: number | string;
            /** The name of the status. */
            message?: string;
            /** In words. */
            description?: string;
            /** What to look for in the logs of the server. */
            traceId?: string | null;
        };
    };
    responses: {
        /** The client. */
        Application: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Application"];
            };
        };
        /** The metadata is refused. An error of the JSON reader, such as a text where a list belongs, is plain text. */
        Refused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RegistrationError"];
                "text/plain": string;
            };
        };
        /** There is no credential, or it is not good. The body was no JSON before 6.0. */
        NotAuthorised: {
            headers: {
                /** Bearer, whatever the server takes. */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** With neither body nor challenge: there is no such client here. With both: the credential is not good. */
        NotFoundOrNotAuthorised: {
            headers: {
                /** Bearer, whatever the server takes; missing where the client is. */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** The credential lacks the scope or permission; with an empty body, the role of this one application. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** The tenant does not exist. JSON for a request of content type application/json; else a web page, or a redirect to one. */
        NoSuchTenant: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** Anything unexpected, with an empty body. Up to 6.1 also many mistakes of the client, such as an unknown grant type. */
        Failed: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** The settings of the tenant cannot be read; the words are those of a 403. */
        NotAvailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayError"];
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
    findWso2Client: {
        parameters: {
            query: {
                /** The exact name. Without it the answer is a 400. */
                client_name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Application"];
            400: components["responses"]["Refused"];
            401: components["responses"]["NotFoundOrNotAuthorised"];
            403: components["responses"]["Forbidden"];
        };
    };
    registerWso2Client: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegistrationRequest"];
            };
        };
        responses: {
            201: components["responses"]["Application"];
            400: components["responses"]["Refused"];
            401: components["responses"]["NotAuthorised"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchTenant"];
            500: components["responses"]["Failed"];
            503: components["responses"]["NotAvailable"];
        };
    };
    readWso2Client: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Application"];
            401: components["responses"]["NotFoundOrNotAuthorised"];
            403: components["responses"]["Forbidden"];
        };
    };
    updateWso2Client: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateRequest"];
            };
        };
        responses: {
            200: components["responses"]["Application"];
            400: components["responses"]["Refused"];
            401: components["responses"]["NotFoundOrNotAuthorised"];
            403: components["responses"]["Forbidden"];
        };
    };
    deleteWso2Client: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
            401: components["responses"]["NotFoundOrNotAuthorised"];
            403: components["responses"]["Forbidden"];
        };
    };
}
