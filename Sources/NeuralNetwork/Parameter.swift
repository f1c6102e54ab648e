package import Tensors

/// One learned array with its dotted PyTorch name, such as `decoder.layers.0.linear1.weight`.
package final class Parameter {
    package let name: String
    let layout: CheckpointLayout
    /// Changed in place by the optimiser and by loading.
    package private(set) var value: Tensor
    /// Gradient accumulated since it was last zeroed; allocated on first use, so inference never allocates it.
    package internal(set) lazy var gradient = Tensor(shape: value.shape)

    init(name: String, layout: CheckpointLayout, value: Tensor) {
        self.name = name
        self.layout = layout
        self.value = value
    }

    /// Frees the value once a packed copy for inference exists; the parameter cannot be used afterwards.
    func release() { value = Tensor(shape: [0]) }

    /// Multiplies the value by a factor.
    package func scale(by factor: Float) { value.assign(value.array().map { $0 * factor }) }

    /// Number of elements.
    package var count: Int { value.count }

    /// The accumulated gradient in the axis order of PyTorch and of a checkpoint.
    package var exportedGradient: [Float] {
        layout.exported(CheckpointTensor(shape: value.shape, values: gradient.array())).values
    }
}

/// A running statistic without a gradient, such as `bn1.running_mean`.
package struct Buffer {
    package let name: String
    package let value: Tensor
}

/// How an array's axis order in memory relates to the checkpoint, which uses PyTorch's.
enum CheckpointLayout {
    case asInMemory
    /// (O, K, K, I) in memory, channels last; (O, I, K, K) in a checkpoint.
    case convolution
}

/// All parameters and buffers of a network, in the order the layers were made.
package final class ParameterStore {
    package private(set) var parameters: [Parameter] = []
    package private(set) var buffers: [Buffer] = []
    private let seed: UInt64?

    /// With a seed, initialises each parameter from a stream for its name; without one, with zeros, to be loaded.
    package init(seed: UInt64?) {
        self.seed = seed
    }

    /// The scope without a prefix.
    package var root: ParameterScope { ParameterScope(store: self, prefix: "") }

    fileprivate func add(_ name: String, _ shape: [Int], _ initial: Initialization, _ layout: CheckpointLayout)
        -> Parameter
    {
        let parameter = Parameter(name: name, layout: layout, value: Tensor(shape: shape))
        if let seed {
            var generator = RandomGenerator(seed: seed, name: name)
            initial.fill(parameter.value, &generator)
        }
        parameters.append(parameter)
        return parameter
    }

    fileprivate func add(_ buffer: Buffer) { buffers.append(buffer) }
}

/// A node in the tree of parameter names; layers create their parameters through it.
package struct ParameterScope {
    fileprivate let store: ParameterStore
    fileprivate let prefix: String

    /// The child scope.
    package func callAsFunction(_ name: String) -> ParameterScope {
        ParameterScope(store: store, prefix: prefix + name + ".")
    }

    /// Creates a parameter in this scope.
    package func parameter(_ name: String, _ shape: [Int], _ initial: Initialization) -> Parameter {
        store.add(prefix + name, shape, initial, .asInMemory)
    }

    func filters(_ name: String, _ shape: [Int], _ initial: Initialization) -> Parameter {
        store.add(prefix + name, shape, initial, .convolution)
    }

    func buffer(_ name: String, _ shape: [Int], filledWith value: Float) -> Tensor {
        let tensor = Tensor([Float](repeating: value, count: shape.reduce(1, *)), shape: shape)
        store.add(Buffer(name: prefix + name, value: tensor))
        return tensor
    }
}
