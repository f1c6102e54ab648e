// Draws a film with the graphics processor: its 16-bit values in a texture of integers, greys in another.

const VERTEX = `#version 300 es
void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0.0, 1.0); }`;

const FRAGMENT = `#version 300 es
precision highp float; precision highp int; precision highp usampler2D;
uniform usampler2D film; uniform usampler2D greys; uniform mat2 turn; uniform vec2 origin; uniform float viewHeight;
out vec4 colour;
float at(ivec2 place) { return float(texelFetch(film, place, 0).r); }
void main() {
  vec2 view = vec2(gl_FragCoord.x - 0.5, viewHeight - gl_FragCoord.y - 0.5);
  ivec2 size = textureSize(film, 0), end = size - 1;
  vec2 place = turn * view + origin;
  colour = vec4(0.0, 0.0, 0.0, 1.0);
  if (any(lessThan(place, vec2(-0.5))) || any(greaterThanEqual(place, vec2(size) - 0.5))) return;
  place = clamp(place, vec2(0.0), vec2(end));
  ivec2 low = ivec2(floor(place)), high = min(low + 1, end);
  vec2 part = place - vec2(low);
  float upper = mix(at(low), at(ivec2(high.x, low.y)), part.x), lower = mix(at(ivec2(low.x, high.y)), at(high), part.x);
  int value = int(mix(upper, lower, part.y) + 0.5);
  colour.rgb = vec3(float(texelFetch(greys, ivec2(value & 255, value >> 8), 0).r) / 255.0);
}`;

export class GPUDrawing {
  static kind = "webgl2";

  /** @throws if the browser or its graphics processor cannot do it. */
  constructor(canvas) {
    this.canvas = canvas;
    const gl = canvas.getContext("webgl2", { alpha: false, antialias: false, depth: false, preserveDrawingBuffer: false });
    if (!gl) throw new Error("no WebGL 2");
    this.gl = gl;
    this.program = linked(gl);
    gl.useProgram(this.program);
    for (const [unit, name] of ["film", "greys"].entries()) gl.uniform1i(gl.getUniformLocation(this.program, name), unit);
    this.places = Object.fromEntries(["turn", "origin", "viewHeight"].map((name) => [name, gl.getUniformLocation(this.program, name)]));
    this.textures = new Map();
    this.greys = texture(gl);
  }

  /** @throws if the film is larger than a texture can be. */
  setFilm(film) {
    const limit = this.gl.getParameter(this.gl.MAX_TEXTURE_SIZE);
    if (Math.max(film.facts.width, film.facts.height) > limit) throw new Error("the film is larger than a texture");
    for (const kept of this.textures.values()) this.gl.deleteTexture(kept);
    this.textures.clear();
  }

  draw(film, geometry, greys) {
    const { gl, canvas } = this;
    const source = film.levels[geometry.level(film.levels.length)];
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_2D, this.greys);
    if (this.shown !== greys) {
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8UI, 256, 256, 0, gl.RED_INTEGER, gl.UNSIGNED_BYTE, greys);
      this.shown = greys;
    }
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.uploaded(source));
    const [a, b, c, d, e, f] = geometry.toFilm(source.width / film.facts.width);
    gl.uniformMatrix2fv(this.places.turn, false, [a, b, c, d]);
    gl.uniform2f(this.places.origin, e, f);
    gl.uniform1f(this.places.viewHeight, canvas.height);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }

  /** Waits until the picture is made, to measure. */
  finish() {
    this.gl.readPixels(0, 0, 1, 1, this.gl.RGBA, this.gl.UNSIGNED_BYTE, new Uint8Array(4));
  }

  uploaded(level) {
    const { gl } = this;
    if (this.textures.has(level)) return this.textures.get(level);
    const made = texture(gl);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 2);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.R16UI, level.width, level.height, 0, gl.RED_INTEGER, gl.UNSIGNED_SHORT, level.values);
    this.textures.set(level, made);
    return made;
  }

  close() {
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }
}

function texture(gl) {
  const made = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, made);
  for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
  return made;
}

function linked(gl) {
  const program = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program) ?? "no program");
  return program;
}
