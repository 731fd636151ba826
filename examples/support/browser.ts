/** A user's browser: follows redirects and keeps cookies, each for its own host. */
export interface Browser {
  /**
   * Opens a page and goes where it is sent, until there is an answer that sends it nowhere else.
   *
   * @param stopsAt where it stops without opening it: what an app on this machine would be given.
   */
  open(address: string | URL, stopsAt?: string): Promise<{ readonly url: URL; readonly response?: Response }>;
}

const MOST_REDIRECTS = 10;

export function openBrowser(): Browser {
  const jar = new Map<string, Map<string, string>>();
  return {
    open: async (address, stopsAt) => {
      let url = new URL(address);
      for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
        if (stopsAt !== undefined && url.href.startsWith(stopsAt)) return { url };
        const cookies = jar.get(url.host) ?? new Map<string, string>();
        jar.set(url.host, cookies);
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
        for (const line of response.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          if (value === '') cookies.delete(name);
          else cookies.set(name, value);
        }
        const location = response.headers.get('location');
        if (location === null) return { url, response };
        await response.body?.cancel();
        url = new URL(location, url);
      }
      throw new Error(`more than ${MOST_REDIRECTS} redirects from ${address}`);
    },
  };
}
