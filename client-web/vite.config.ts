import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const server = process.env.GAMESERVER_URL ?? 'http://localhost:8080';

/** The game server leads `/` and `/arena` to the page; so does the development server. */
const leadToArena: Plugin = {
  name: 'lead-to-arena',
  configureServer(dev) {
    dev.middlewares.use((request, response, next) => {
      const [path, query] = (request.url ?? '/').split('?', 2);
      if (path !== '/' && path !== '/arena') {
        next();
        return;
      }
      response.writeHead(302, { Location: query === undefined ? '/arena/' : `/arena/?${query}` }).end();
    });
  },
};

export default defineConfig({
  appType: 'mpa',
  plugins: [leadToArena],
  build: {
    target: 'es2022',
    // The content security policy allows scripts and styles from our own files only, so nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        arena: fileURLToPath(new URL('arena/index.html', import.meta.url)),
      },
    },
  },
  server: {
    proxy: {
      '/ws': { target: server, ws: true, changeOrigin: true },
      '/api': { target: server, changeOrigin: true },
      '/send': { target: server, changeOrigin: true },
      '/poll': { target: server, changeOrigin: true },
      '/sse': { target: server, changeOrigin: true },
    },
  },
});
