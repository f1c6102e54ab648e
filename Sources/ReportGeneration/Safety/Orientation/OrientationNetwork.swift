package import NeuralNetwork
package import Tensors

/// A small convolutional network that scores how much a picture looks like an upright frontal chest film as it was taken.
///
/// Four convolutions of 3 x 3 with stride 2, each with batch norm and a rectifier, and a linear layer on the last grid, which keeps
/// its positions: 15,737 parameters. It shares no features with the trunk, so it fits any bundle.
package final class OrientationNetwork {
    /// Rows and columns of a picture.
    package static let size = 64
    private static let widths = [8, 16, 32, 32]
    /// Share of the grid that is dropped in training.
    private static let dropout: Float = 0.2

    private let store: ParameterStore
    private let layers: [(convolution: Conv2d, norm: BatchNorm2d)]
    private let head: Linear

    /// Starts with random weights from the seed, or with zeros without one, for weights that are loaded.
    package init(seed: UInt64?) {
        store = ParameterStore(seed: seed)
        var inputs = 1
        var layers: [(convolution: Conv2d, norm: BatchNorm2d)] = []
        for (index, width) in Self.widths.enumerated() {
            let scope = store.root("layer\(index)")
            layers.append(
                (
                    Conv2d(scope("convolution"), inputs: inputs, outputs: width, kernel: 3, stride: 2, padding: 1),
                    BatchNorm2d(scope("norm"), channels: width)
                ))
            inputs = width
        }
        self.layers = layers
        let side = Self.size >> Self.widths.count
        head = Linear(store.root("head"), inputs: inputs * side * side, outputs: 1)
    }

    package var parameters: [Parameter] { store.parameters }
    package var checkpoint: Checkpoint { store.checkpoint() }
    /// The shape of every array of a checkpoint.
    static var shapes: [String: [Int]] { OrientationNetwork(seed: nil).store.shapes }

    /// Throws `CheckpointError` if arrays are missing or have another shape.
    package func load(_ checkpoint: Checkpoint) throws(CheckpointError) { try store.load(checkpoint) }

    /// Maps pictures (N, 64, 64, 1) with mean 0 and standard deviation 1 to scores (N, 1).
    package func callAsFunction(_ pictures: Tensor, _ pass: ForwardPass) -> Tensor {
        var grid = pictures
        for layer in layers { grid = layer.norm(layer.convolution(grid, pass), relu: true, pass) }
        let count = pictures.shape[0]
        return head(pass.dropout(grid.reshaped([count, grid.count / count]), probability: Self.dropout), pass)
    }

    /// How sure the network is of the orientation of each picture (`size * size` values).
    package func estimates(of pictures: [[Float]]) -> [OrientationEstimate] {
        guard !pictures.isEmpty else { return [] }
        let (scores, count) = (scores(of: pictures, .inference()).array(), FilmOrientation.all.count)
        return pictures.indices.map { OrientationEstimate(scores: Array(scores[$0 * count..<($0 + 1) * count])) }
    }

    /// Scores each picture (`size * size` values) as if it lay in each orientation: shape (pictures, 8), in the order of
    /// `FilmOrientation.all`.
    package func scores(of pictures: [[Float]], _ pass: ForwardPass) -> Tensor {
        let size = Self.size
        let laid = pictures.flatMap { picture in
            FilmOrientation.all.flatMap { $0.inverse(picture, size: size) }
        }
        let count = FilmOrientation.all.count
        return self(Tensor(laid, shape: [pictures.count * count, size, size, 1]), pass)
            .reshaped([pictures.count, count])
    }
}
