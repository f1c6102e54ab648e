package import Tensors

/// One learned array under its dotted PyTorch name, such as `decoder.layers.0.linear1.weight`.
package final class Parameter {
    package let name: String
    let layout: CheckpointLayout
    /// Changed in place by the optimiser and by loading.
    package private(set) var value: Tensor
    /// What backward passes have added since it was last zeroed; made on first use, so inference has none.
    package internal(set) lazy var gradient = Tensor(shape: value.shape)

    init(name: String, layout: CheckpointLayout, value: Tensor) {
        self.name = name
        self.layout = layout
        self.value = value
    }

    /// Gives the memory back once a copy laid out for inference has the values; the parameter is of no use afterwards.
    func release() { value = Tensor(shape: [0]) }

    /// Number of elements.
    package var count: Int { value.count }

    /// The gathered gradient in the order of axes that PyTorch and a checkpoint have.
    package var exportedGradient: [Float] {
        layout.exported(CheckpointTensor(shape: value.shape, values: gradient.array())).values
    }
}

/// A learned statistic that no gradient reaches, such as `bn1.running_mean`.
package struct Buffer {
    package let name: String
    package let value: Tensor
}

/// How an array lies in a checkpoint, where PyTorch's order holds.
enum CheckpointLayout {
    case asInMemory
    /// In memory (O, K, K, I), channels last; in a checkpoint (O, I, K, K).
    case convolution
}

/// All parameters and buffers of a network in the order the layers were made.
package final class ParameterStore {
    package private(set) var parameters: [Parameter] = []
    package private(set) var buffers: [Buffer] = []
    private let seed: UInt64?

    /// With a seed the parameters are drawn from it, each by its own name; without one they are zero, to be loaded.
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

/// A place in the tree of names: layers make their parameters through it.
package struct ParameterScope {
    fileprivate let store: ParameterStore
    fileprivate let prefix: String

    /// The scope below this one.
    package func callAsFunction(_ name: String) -> ParameterScope {
        ParameterScope(store: store, prefix: prefix + name + ".")
    }

    /// A new parameter of this scope.
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
