import Tensors
import Testing

@testable import NeuralNetwork

@Suite struct CheckpointTests {
    private func store() -> ParameterStore {
        let store = ParameterStore(seed: 5)
        _ = Conv2d(store.root("conv"), inputs: 2, outputs: 3, kernel: 3)
        _ = BatchNorm2d(store.root("bn"), channels: 3)
        return store
    }

    @Test func `filters are stored in PyTorch's order and load unchanged`() throws {
        let (first, second) = (store(), ParameterStore(seed: nil))
        _ = Conv2d(second.root("conv"), inputs: 2, outputs: 3, kernel: 3)
        _ = BatchNorm2d(second.root("bn"), channels: 3)
        let checkpoint = first.checkpoint(metadata: ["step": "7"])
        #expect(checkpoint.tensors["conv.weight"]?.shape == [3, 2, 3, 3])
        let memory = first.parameters[0].value.array()
        #expect(checkpoint.tensors["conv.weight"]?.values[9] == memory[1])
        try second.load(checkpoint)
        #expect(second.parameters[0].value.array() == memory)
        #expect(second.checkpoint(metadata: ["step": "7"]) == checkpoint)
        #expect(checkpoint.tensors["bn.running_var"]?.values == [1, 1, 1])
    }

    @Test func `refuses a checkpoint that does not match and changes nothing`() {
        let store = store()
        let before = store.checkpoint()
        var lacking = before
        lacking.tensors["bn.running_mean"] = nil
        #expect(throws: CheckpointError.missing(["bn.running_mean"])) { try store.load(lacking) }
        var more = before
        more.tensors["bn.other"] = CheckpointTensor(shape: [1], values: [1])
        #expect(throws: CheckpointError.unexpected(["bn.other"])) { try store.load(more) }
        var turned = before
        turned.tensors["conv.weight"]?.values[0] = 9
        turned.tensors["bn.weight"]?.shape = [3, 1]
        #expect(throws: CheckpointError.wrongShape(tensor: "bn.weight", expected: [3], found: [3, 1])) {
            try store.load(turned)
        }
        #expect(store.checkpoint() == before)
    }
}
