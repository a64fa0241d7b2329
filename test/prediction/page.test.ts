import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBoard } from '../../src/boards/index.js';
import { pageText } from '../../src/prediction/page/page.js';
import { predict } from '../../src/prediction/predict.js';
import type { BudgetReport } from '../../src/prediction/report.js';
import { Chromium, findChromium } from './chromium.js';
import { guestOf, modules } from './modules.js';

const MODULES = modules();

function reportOf(names: readonly string[], instances: number, board = 'rp2040'): BudgetReport {
  const guests = names.map((name) => guestOf(name, MODULES.get(name)!, 'wasm'));
  return predict(loadBoard(board), guests, { fuel: false, instances, reserveBytes: 2048 });
}

describe('the page', () => {
  it('is one file that fetches nothing', () => {
    const page = pageText(reportOf(['guests_traffic'], 90));
    expect(page).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"`,
    );
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
      /https?:|src=|href=|@import|url\(/,
    );
  });

  it('has the numbers without JavaScript', () => {
    const report = reportOf(['guests_traffic'], 90);
    const page = pageText(report);
    const { instance, shared, fits } = report.modules[0]!;
    for (const bytes of [instance.bytes, shared.bytes, fits]) {
      expect(page).toContain(`<td>${bytes.toLocaleString('en-US')}</td>`);
    }
  });

  it.each([
    '</script><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "'&amp;&lt;\u2028",
  ])('shows the name %s as it is', (name) => {
    const report = reportOf(['guests_traffic'], 2);
    const page = pageText({ ...report, modules: [{ ...report.modules[0]!, name }] });
    expect(page).not.toContain(name);
    expect(page.match(/<script\b/g)).toHaveLength(2);
    expect(page).not.toContain('<img');
  });
});

const chromium = findChromium();
if (chromium === undefined) console.warn('SKIPPED: no Chromium is installed, so no page is opened');

/** The least contrast of texts with what is behind them, by WCAG 2. */
const LEAST_CONTRAST = `(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = channels(color).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if ((channels(color)[3] ?? 1) > 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  let least = 21;
  for (const element of document.querySelectorAll('h1, h2, p, span, label, li, th, td, input[type=number]')) {
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((x, y) => y - x);
    least = Math.min(least, (a + 0.05) / (b + 0.05));
  }
  return least;
})()`;

describe.skipIf(chromium === undefined)('the page in a headless Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wasmote-page-'));
  const file = join(folder, 'budget.html');
  const names = ['guests_traffic', 'guests_blink', 'guests_calculator'];
  const report = reportOf(names, 30);
  let browser: Chromium;

  beforeAll(async () => {
    writeFileSync(file, pageText(report));
    browser = await Chromium.start(chromium!);
    await browser.open(pathToFileURL(file).href);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  const bytesBy = (kind: string): Promise<number> =>
    browser.evaluate(
      `[...document.querySelectorAll('#map g.${kind}')].reduce((sum, g) => sum + Number(g.dataset.bytes), 0)`,
    );
  const slide = (count: number): Promise<void> =>
    browser.evaluate(
      `(() => { const s = document.getElementById('slider'); s.value = ${count}; s.dispatchEvent(new Event('input')); })()`,
    );
  const textOf = (id: string): Promise<string> =>
    browser.evaluate(`document.getElementById('${id}').textContent`);

  it('draws all the memory to scale, each instance by itself', async () => {
    await slide(30);
    expect(await browser.evaluate("document.querySelectorAll('#map g.instance').length")).toBe(90);
    expect(await bytesBy('module')).toBe(
      report.modules.reduce((sum, { shared }) => sum + shared.bytes, 0),
    );
    expect(await bytesBy('runtime')).toBe(report.runtime.bytes);
    // The area of what is drawn is the chip's memory, at 16 bytes a unit of width.
    const drawn = await browser.evaluate<number>(
      "[...document.querySelectorAll('#map rect')].reduce((sum, r) => sum + r.width.baseVal.value, 0) * 16",
    );
    expect(Math.abs(drawn - report.board.sramBytes)).toBeLessThan(20);
    const instance = await browser.evaluate<number>(
      "[...document.querySelectorAll('#map g.instance')[0].querySelectorAll('rect')].reduce((sum, r) => sum + r.width.baseVal.value, 0) * 16",
    );
    expect(Math.abs(instance - report.modules[0]!.instance.bytes)).toBeLessThan(1);
  });

  it('says what other numbers of instances would be like', async () => {
    const { rounds } = report.total;
    await slide(rounds);
    expect(await textOf('verdict')).toBe('They fit.');
    const asked = reportOf(names, rounds);
    expect(await textOf('used')).toBe(asked.total.usedBytes.toLocaleString('en-US'));
    await slide(rounds + 1);
    expect(await textOf('verdict')).toBe(`They do not fit: ${rounds} do.`);
    await slide(0);
    expect(await browser.evaluate("document.querySelectorAll('#map g.instance').length")).toBe(0);
  });

  it.each([
    ['on a phone, light', 360, 'light'],
    ['on a phone, dark', 360, 'dark'],
    ['on a desktop, dark', 1280, 'dark'],
  ])('is legible %s', async (_, width, scheme) => {
    await browser.send('Emulation.setDeviceMetricsOverride', {
      width,
      height: 740,
      deviceScaleFactor: 2,
      mobile: width < 600,
    });
    await browser.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: scheme }],
    });
    await slide(30);
    expect(await browser.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")).toBe(
      scheme === 'dark',
    );
    // Tables scroll in their own boxes, the page does not scroll sideways.
    expect(await browser.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
      width,
    );
    expect(await browser.evaluate<number>(LEAST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
    const small = await browser.evaluate<number>(
      "Math.min(...[...document.querySelectorAll('p, li, td, th, label')].map((e) => parseFloat(getComputedStyle(e).fontSize)))",
    );
    expect(small).toBeGreaterThanOrEqual(14);
  });
});
