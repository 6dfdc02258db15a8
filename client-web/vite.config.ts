import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const server = process.env.GAMESERVER_URL ?? 'http://localhost:8080';

/** Beside the lobby, which is at `/`. */
const pages = ['arena', 'chat', 'cluster', 'lab', 'ticker'];

/** The game server knows the pages without a slash at their end; so does the development server. */
const leadToPages: Plugin = {
  name: 'lead-to-pages',
  configureServer(dev) {
    dev.middlewares.use((request, response, next) => {
      const [path, query] = (request.url ?? '/').split('?', 2);
      if (path === undefined || !pages.includes(path.slice(1))) {
        next();
        return;
      }
      response.writeHead(302, { Location: query === undefined ? `${path}/` : `${path}/?${query}` }).end();
    });
  },
};

export default defineConfig({
  appType: 'mpa',
  plugins: [leadToPages],
  build: {
    target: 'es2022',
    // The content security policy allows scripts and styles from our own files only, so nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index.html', ...pages.map((page) => `${page}/index.html`)].map((file) =>
        fileURLToPath(new URL(file, import.meta.url)),
      ),
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
