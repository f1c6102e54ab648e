import Testing

@testable import Tensors

struct WorldTests {
    @Test(arguments: ["OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK"])
    func `a process detects that a launcher started it`(variable: String) {
        #expect(World.isLaunched([variable: "0"]))
        #expect(!World.isLaunched(["PATH": "/usr/bin"]))
    }

    @Test func `parts of a batch are contiguous and cover it`() {
        let group = SingleProcess()
        #expect(group.part(of: 7) == 0..<7 && group.isFirst)
        let x = Tensor([1, 2], shape: [2, 1])
        group.sum(x)
        #expect(x.array() == [1, 2] && group.gather(x).array() == [1, 2])
    }
}
