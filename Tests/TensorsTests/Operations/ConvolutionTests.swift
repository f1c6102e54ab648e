import CKernels
import Testing

@testable import Tensors

@Suite struct ConvolutionTests {
    @Test(arguments: [(3, 1, 1), (3, 2, 1), (1, 1, 0), (1, 2, 0), (5, 2, 2), (2, 1, 0)])
    func `gradients of convolution match finite differences`(kernel: Int, stride: Int, padding: Int) throws {
        try checkGradients([numbers([3, 6, 5, 2]), numbers([3, kernel, kernel, 2], from: 1)]) {
            convolution2D($0[0], weight: $0[1], stride: stride, padding: padding)
        }
    }

    @Test func `an image of several strips is convolved according to the definition`() throws {
        try Compute.prepare(threads: 2)
        let (size, channels, outputs) = (40, 64, 2)
        let (x, w) = (numbers([1, size, size, channels]), numbers([outputs, 3, 3, channels], from: 1))
        let (image, filter) = (x.array(), w.array())
        let y = convolution2D(x, weight: w, stride: 1, padding: 1)
        #expect(y.shape == [1, size, size, outputs])
        let found = y.array()
        for (row, column) in [(0, 0), (39, 39), (17, 0), (20, 21), (39, 5)] {
            var expected = 0.0
            for a in 0..<3 {
                for b in 0..<3 where (0..<size).contains(row + a - 1) && (0..<size).contains(column + b - 1) {
                    let at = ((row + a - 1) * size + column + b - 1) * channels
                    for c in 0..<channels {
                        expected += Double(image[at + c]) * Double(filter[(9 + a * 3 + b) * channels + c])
                    }
                }
            }
            #expect(abs(Double(found[(row * size + column) * outputs + 1]) - expected) < 1e-3)
        }
    }

    /// A denormal number left by another operation makes each product a hundred times as slow.
    @Test(arguments: [1, 3, 24, 40, 64, 70])
    func `the filter gradient multiplies nothing that its scratch held before`(channels: Int) throws {
        let (outputs, width) = (3, 16)
        var geometry = CKWindow()
        (geometry.channels, geometry.kernel, geometry.stride) = (channels, 1, 1)
        (geometry.width, geometry.out_width) = (width, width)
        let needed = ck_convolve_gradient_scratch(&geometry, outputs)
        // As many pixels as fill the scratch once.
        let pixels = needed / (outputs + ck_packed_outputs(channels))
        (geometry.height, geometry.out_height) = (pixels / width, pixels / width)
        try #require(pixels % width == 0)
        let (x, dy) = (numbers([pixels, channels]), numbers([pixels, outputs], from: 1))
        let scratch = Tensor([Float](repeating: .nan, count: needed), shape: [needed])
        let dw = Tensor(shape: [outputs, channels])
        ck_convolve_gradient(x.pointer, &geometry, dy.pointer, outputs, 0, pixels, scratch.pointer, dw.pointer)
        #expect(!scratch.array().contains { $0.isNaN })
        #expect(!dw.array().contains { $0.isNaN })
    }
}
