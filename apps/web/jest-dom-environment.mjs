// jsdom with what a browser has and jsdom lacks: fetch, layout observers, media queries and scrolling.
import jsdom from 'jest-environment-jsdom';
import styleRules from 'jsdom/lib/jsdom/living/helpers/style-rules.js';

// The package is CommonJS: its class arrives below `default` or beside it, depending on the loader.
const JsdomEnvironment = jsdom.TestEnvironment ?? jsdom.default ?? jsdom;

const WIDTH = 800;
const HEIGHT = 300;

/** Charts and long tables measure their box; jsdom lays nothing out, so each element is 800 × 300. */
const makeResizeObserver = (window) =>
  class ResizeObserver {
    constructor(report) {
      this.report = report;
    }
    observe(target) {
      const rect = new window.DOMRect(0, 0, WIDTH, HEIGHT);
      const size = [{ inlineSize: WIDTH, blockSize: HEIGHT }];
      this.report([{ target, contentRect: rect, borderBoxSize: size, contentBoxSize: size }], this);
    }
    unobserve() {}
    disconnect() {}
  };

const noMatch = (media) => ({
  media,
  matches: false,
  onchange: null,
  addEventListener() {},
  removeEventListener() {},
  addListener() {},
  removeListener() {},
  dispatchEvent: () => false,
});

/**
 * jsdom computes fourteen colours whenever a style is asked for. Nothing draws here: what is asked is whether something
 * is shown, and whether it takes a click.
 */
const ASKED = ['visibility', 'pointer-events'];
for (const property of Object.keys(styleRules.propertiesWithResolvedValueImplemented)) {
  if (!ASKED.includes(property)) delete styleRules.propertiesWithResolvedValueImplemented[property];
}

export default class DomEnvironment extends JsdomEnvironment {
  async setup() {
    await super.setup();
    const window = this.global;
    Object.assign(window, { fetch, Headers, Request, Response, TextEncoder, TextDecoder, structuredClone });
    window.DOMRect ??= class DOMRect {
      constructor(x, y, width, height) {
        Object.assign(this, { x, y, width, height, left: x, top: y, right: x + width, bottom: y + height });
      }
    };
    window.ResizeObserver = makeResizeObserver(window);
    Object.defineProperties(window.Element.prototype, {
      clientWidth: { get: () => WIDTH },
      clientHeight: { get: () => HEIGHT },
    });
    window.matchMedia = noMatch;
    window.scrollTo = () => {};
    window.Element.prototype.scrollIntoView = () => {};
    window.Element.prototype.scrollTo = () => {};
    window.IS_REACT_ACT_ENVIRONMENT = true;
  }
}
