/** A chart as a PNG: white ground, its title and the time it is about above it. */
import type { Chart } from "../shared/chart";
import { save } from "../shared/save";

const RATIO = 2;
const HEAD = 52;

export async function savePicture(chart: Chart, title: string, below: string): Promise<void> {
  // Drawn straight to a canvas: the page's content policy takes no images from data addresses.
  const drawn = chart.renderToCanvas({ pixelRatio: RATIO, backgroundColor: "#ffffff" });
  const canvas = document.createElement("canvas");
  canvas.width = drawn.width;
  canvas.height = drawn.height + HEAD * RATIO;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#1c2725";
  pen.textBaseline = "top";
  const family = getComputedStyle(document.body).fontFamily;
  pen.font = `600 ${15 * RATIO}px ${family}`;
  pen.fillText(title, 12 * RATIO, 8 * RATIO);
  pen.font = `${11 * RATIO}px ${family}`;
  pen.fillStyle = "#5c6a66";
  pen.fillText(below, 12 * RATIO, 31 * RATIO);
  pen.drawImage(drawn, 0, HEAD * RATIO);
  const content = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (content) save(content, `${title}.png`.replace(/[\\/:*?"<>|]/g, "_"));
}
