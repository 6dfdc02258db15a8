import {
  AbstractRenderer,
  BackgroundSystem,
  Buffer,
  BufferUsage,
  GCSystem,
  Geometry,
  GlBufferSystem,
  GlContextSystem,
  GlGeometrySystem,
  GlLimitsSystem,
  GlProgram,
  GlShaderSystem,
  GlTextureSystem,
  RendererType,
  Shader,
  type SystemConstructor,
  ViewSystem,
  type WebGLOptions,
} from 'pixi.js';
import type { Quads } from './quads.ts';
import { mostVertices, quadIndices, Vertices, vertexBytes } from './vertices.ts';

/**
 * Of PixiJS what talks to the graphics card. Its scene is left out: a picture that is put down anew in every frame has none, and walking
 * over it and setting its uniforms was 2 KB of garbage a frame.
 */
const systems = [
  BackgroundSystem,
  ViewSystem,
  GCSystem,
  GlContextSystem,
  GlLimitsSystem,
  GlBufferSystem,
  GlTextureSystem,
  GlGeometrySystem,
  GlShaderSystem,
];

/** Places come as the card wants them, so there is nothing to be set but the texture, which is the first. */
const shader = {
  vertex: `
    in vec2 aPosition;
    in vec2 aUV;
    in vec4 aColor;
    out vec2 vUV;
    out vec4 vColor;
    void main() {
      gl_Position = vec4(aPosition, 0.0, 1.0);
      vUV = aUV;
      vColor = vec4(aColor.rgb * aColor.a, aColor.a);
    }`,
  fragment: `#version 300 es
    in vec2 vUV;
    in vec4 vColor;
    uniform sampler2D uTexture;
    out vec4 finalColor;
    void main() {
      finalColor = texture(uTexture, vUV) * vColor;
    }`,
};

class Card extends AbstractRenderer<unknown, WebGLOptions> {
  declare readonly gl: WebGL2RenderingContext;
  declare readonly buffer: GlBufferSystem;
  declare readonly context: GlContextSystem;
  declare readonly geometry: GlGeometrySystem;
  declare readonly shader: GlShaderSystem;
  declare readonly texture: GlTextureSystem;

  constructor() {
    super({
      name: 'webgl',
      type: RendererType.WEBGL,
      // Their options are those of the renderer, which their types do not say.
      systems: systems.map((value) => ({
        name: value.extension.name,
        value: value as unknown as SystemConstructor,
      })),
      renderPipes: [],
      renderPipeAdaptors: [],
    });
  }

  /** It writes code for uniforms only, of which there are none: the content security policy forbids nothing that it needs. */
  override _unsafeEvalCheck(): void {}
}

/** What the picture is drawn on. */
export class Screen {
  readonly #card: Card;
  readonly #vertices = new Vertices();
  readonly #buffer = new Buffer({
    data: this.#vertices.floats,
    usage: BufferUsage.VERTEX | BufferUsage.COPY_DST,
  });
  /** As the card takes it without garbage. */
  readonly #background: Float32Array;
  readonly #geometry: Geometry;
  readonly #shader: Shader;

  private constructor(card: Card) {
    this.#card = card;
    this.#background = Float32Array.from(card.background.colorRgba);
    const at = { buffer: this.#buffer, stride: vertexBytes };
    this.#geometry = new Geometry({
      attributes: {
        aPosition: { ...at, format: 'float32x2', offset: 0 },
        aUV: { ...at, format: 'float32x2', offset: 8 },
        aColor: { ...at, format: 'unorm8x4', offset: 16 },
      },
      indexBuffer: quadIndices(mostVertices / 4),
    });
    this.#shader = new Shader({ glProgram: new GlProgram({ name: 'quads', ...shader }), resources: {} });
  }

  /** Fails where there is no WebGL 2. */
  static async create(canvas: HTMLCanvasElement, background: string): Promise<Screen> {
    const card = new Card();
    await card.init({
      canvas,
      backgroundColor: background,
      antialias: false,
      // The extensions bring events, accessibility and loaders, of which the picture uses nothing.
      skipExtensionImports: true,
      // Everything there is is used in every frame.
      gcActive: false,
      powerPreference: 'high-performance',
    });
    // Without the second version the card is asked for the first, in which half of what is said here is unknown.
    if (card.context.webGLVersion !== 2) throw new Error('There is no WebGL 2.');
    return new Screen(card);
  }

  /** In CSS pixels, each of which is so many wide and high. */
  resize(width: number, height: number, ratio: number): void {
    this.#card.resize(width, height, ratio);
    this.#vertices.resize(width, height);
  }

  /**
   * Shows what was put down in each of the layers, the first lowest, and empties them. All that the card is to be told is told in each
   * frame: one that was reset has forgotten it.
   */
  draw(layers: readonly Quads[]): void {
    const { gl, buffer, geometry, shader: shaders, texture: textures, canvas } = this.#card;
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.clearBufferfv(gl.COLOR, 0, this.#background);
    this.#vertices.clear();
    for (let i = 0; i < layers.length; i++) (layers[i] as Quads).flush(this.#vertices);
    shaders.bind(this.#shader, true);
    geometry.bind(this.#geometry, this.#shader.glProgram);
    buffer.bind(this.#buffer);
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, this.#vertices.floats, 0, this.#vertices.length);
    gl.enable(gl.BLEND);
    let from = 0;
    for (let i = 0; i < layers.length; i++) {
      const { texture, adds, flushed } = layers[i] as Quads;
      if (flushed === 0) continue;
      textures.bind(texture, 0);
      gl.blendFunc(gl.ONE, adds ? gl.ONE : gl.ONE_MINUS_SRC_ALPHA);
      geometry.draw('triangle-list', 6 * flushed, 6 * from);
      from += flushed;
    }
  }
}
