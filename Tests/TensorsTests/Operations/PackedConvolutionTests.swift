import Testing

@testable import Tensors

@Suite struct PackedConvolutionTests {
    /// Convolution by its definition, with bias, residual and rectifier, in double precision; and the sum of the magnitudes of what
    /// is added for each output, to which rounding is proportional.
    private func expected(
        _ x: Tensor, _ weight: Tensor, stride: Int, padding: Int, bias: [Float], residual: [Float], relu: Bool
    ) -> [(value: Double, magnitude: Double)] {
        let (image, filters) = (x.array(), weight.array())
        let (height, width, channels, kernel) = (x.shape[1], x.shape[2], x.shape[3], weight.shape[1])
        let outHeight = (height + 2 * padding - kernel) / stride + 1
        let outWidth = (width + 2 * padding - kernel) / stride + 1
        return (0..<x.shape[0] * outHeight * outWidth * weight.shape[0]).map { at in
            let (pixel, output) = (at / weight.shape[0], at % weight.shape[0])
            let (batch, place) = (pixel / (outHeight * outWidth), pixel % (outHeight * outWidth))
            var sum = Double(bias[output]) + Double(residual[at])
            var magnitude = abs(Double(bias[output])) + abs(Double(residual[at]))
            for a in 0..<kernel {
                for b in 0..<kernel {
                    let row = place / outWidth * stride + a - padding
                    let column = place % outWidth * stride + b - padding
                    guard (0..<height).contains(row), (0..<width).contains(column) else { continue }
                    for c in 0..<channels {
                        let weight = filters[((output * kernel + a) * kernel + b) * channels + c]
                        let input = image[((batch * height + row) * width + column) * channels + c]
                        sum += Double(input) * Double(weight)
                        magnitude += abs(Double(input) * Double(weight))
                    }
                }
            }
            return (relu ? max(0, sum) : sum, magnitude)
        }
    }

    /// Input shape, outputs, kernel, stride, padding. Covers odd numbers of outputs, blocks with part of a tap and with
    /// several taps, one and three channels, more pixels than a strip, and a last panel of half the width.
    @Test(arguments: [
        ([2, 7, 6, 3], 5, 3, 2, 1), ([2, 9, 8, 300], 37, 3, 1, 1), ([3, 5, 5, 600], 64, 1, 2, 0),
        ([1, 20, 18, 3], 24, 7, 2, 3), ([2, 12, 12, 1], 8, 7, 2, 3), ([2, 6, 6, 64], 70, 3, 1, 1),
        ([1, 16, 16, 20], 40, 1, 1, 0), ([1, 4, 4, 17], 3, 2, 1, 0), ([1, 14, 14, 64], 96, 3, 1, 1),
        ([1, 15, 16, 700], 70, 1, 1, 0),
    ])
    func `the packed convolution matches the definition for any tiling`(
        shape: [Int], outputs: Int, kernel: Int, stride: Int, padding: Int
    ) throws {
        try Compute.prepare(threads: 2)
        let (x, weight) = (numbers(shape), numbers([outputs, kernel, kernel, shape[3]], from: 1))
        let filters = PackedFilters(weight)
        let side = { (shape[$0] + 2 * padding - kernel) / stride + 1 }
        let (bias, residual) = (numbers([outputs], from: 2), numbers([shape[0], side(1), side(2), outputs], from: 3))
        for relu in [false, true] {
            let wanted = expected(
                x, weight, stride: stride, padding: padding, bias: bias.array(), residual: residual.array(), relu: relu)
            func convolved(_ images: Range<Int>) -> [Float] {
                convolution2D(
                    x.rows(images), filters: filters, stride: stride, padding: padding, bias: bias,
                    residual: residual.rows(images), relu: relu
                ).array()
            }
            let found = convolved(0..<shape[0])
            #expect(found.count == wanted.count)
            #expect(zip(found, wanted).allSatisfy { abs(Double($0) - $1.value) < 1e-6 * $1.magnitude })
            // A single image is tiled differently.
            #expect((0..<shape[0]).flatMap { convolved($0..<$0 + 1) } == found)
        }
    }
}
