import Foundation
import NeuralNetwork

/// Random augmentation of a training picture. Never flipped, because the heart is on the left.
package struct Augmentation: Codable, Sendable, Equatable {
    /// Maximum shift, as a fraction of the picture's side.
    package var shift: Float
    /// Maximum change of scale, e.g. 0.1 for 0.9 to 1.1.
    package var scale: Float
    /// Maximum rotation in degrees.
    package var rotation: Float
    /// Maximum change of contrast (relative) and of brightness (in standard deviations).
    package var contrast: Float
    /// Maximum natural logarithm of the tone curve's exponent, e.g. 0.5 for exponents from 0.61 to 1.65.
    package var gamma: Float

    package init(shift: Float, scale: Float, rotation: Float, contrast: Float, gamma: Float) {
        self.shift = shift
        self.scale = scale
        self.rotation = rotation
        self.contrast = contrast
        self.gamma = gamma
    }

    /// An augmented copy of a square picture; pixels from outside it repeat the border.
    func apply(_ input: [Float], size: Int, using generator: inout RandomGenerator) -> [Float] {
        let moved = move(input, size: size, using: &generator)
        let exponent = exp((generator.nextUnit() * 2 - 1) * gamma)
        let toned = gamma == 0 ? moved : Self.tone(moved, exponent: exponent)
        let gain = 1 + (generator.nextUnit() * 2 - 1) * contrast
        let bias = (generator.nextUnit() * 2 - 1) * contrast
        return toned.map { $0 * gain + bias }
    }

    // Applies a tone curve over -2.5 ... 2.5 standard deviations and restores mean 0 and standard deviation 1.
    private static func tone(_ pixels: [Float], exponent: Float) -> [Float] {
        let curved = pixels.map { pow(min(max(0.2 * $0 + 0.5, 0), 1), exponent) }
        let mean = curved.reduce(0, +) / Float(curved.count)
        let variance = curved.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(curved.count)
        let scale = 1 / max(variance.squareRoot(), 1e-3)
        return curved.map { ($0 - mean) * scale }
    }

    private func move(_ input: [Float], size: Int, using generator: inout RandomGenerator) -> [Float] {
        func draw(_ limit: Float) -> Float { (generator.nextUnit() * 2 - 1) * limit }
        let angle = draw(rotation) * Float.pi / 180
        let zoom = 1 / (1 + draw(scale))
        let offset = (x: draw(shift) * Float(size), y: draw(shift) * Float(size))
        let center = Float(size - 1) / 2
        let (cosine, sine) = (cos(angle) * zoom, sin(angle) * zoom)
        return input.withUnsafeBufferPointer { pixels in
            [Float](unsafeUninitializedCapacity: size * size) { output, initialized in
                for row in 0..<size {
                    let dy = Float(row) - center - offset.y
                    for column in 0..<size {
                        let dx = Float(column) - center - offset.x
                        let x = center + cosine * dx - sine * dy
                        let y = center + sine * dx + cosine * dy
                        output[row * size + column] = Self.sample(pixels, size: size, x: x, y: y)
                    }
                }
                initialized = size * size
            }
        }
    }

    // Bilinear interpolation; positions outside are clamped to the border.
    @inline(__always)
    private static func sample(_ pixels: UnsafeBufferPointer<Float>, size: Int, x: Float, y: Float) -> Float {
        let last = Float(size - 1)
        let (column, row) = (min(max(x, 0), last), min(max(y, 0), last))
        let (left, top) = (min(Int(column), size - 2), min(Int(row), size - 2))
        let (across, down) = (column - Float(left), row - Float(top))
        let first = top * size + left
        let upper = pixels[first] * (1 - across) + pixels[first + 1] * across
        let lower = pixels[first + size] * (1 - across) + pixels[first + size + 1] * across
        return upper * (1 - down) + lower * down
    }
}
