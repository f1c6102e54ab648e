/// The places on a film that the decoder attends to: the positions of the trunk's feature grid.
///
/// A place lies in the middle of the receptive field of its position. Every convolution and pooling of the trunk has an odd
/// kernel k, a padding of (k - 1) / 2 and a stride of 1 or 2, so position i has its middle at input pixel i * stride
/// (Araujo, Norris and Sim 2019, "Computing Receptive Fields of Convolutional Neural Networks", DOI 10.23915/distill.00021).
/// Both recipes of `Preprocessing` stretch the whole picture to the square input, without a margin, a cut or a turn, so a
/// share of the input's side is the same share of the film's.
package struct AttentionGrid: Sendable, Equatable {
    /// Rows and columns of places.
    package let size: Int
    /// Distance of the first row and column from the film's top and left edge, as a share of its height and width.
    package let first: Double
    /// Distance between neighbours, as the same share.
    package let step: Double

    init(size: Int, first: Double, step: Double) {
        (self.size, self.first, self.step) = (size, first, step)
    }

    package init(_ network: ReportNetworkConfiguration) {
        size = network.gridSize
        // The middle of a pixel lies half a pixel behind its edge.
        first = 0.5 / Double(network.imageSize)
        step = Double(network.gridStride) / Double(network.imageSize)
    }
}
