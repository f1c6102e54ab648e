/// The processes that train one network together, as `torch.distributed` has them: each holds the whole network and its own
/// part of every batch.
///
/// All ranks call the same operations in the same order. To be used from the one thread that joined the group. An operation
/// that fails ends all ranks with a message.
package protocol ProcessGroup {
    /// This process' number, from 0.
    var rank: Int { get }
    /// Number of processes.
    var size: Int { get }
    /// Those among them that share this host's cores.
    var localSize: Int { get }

    /// Every element becomes its sum over all ranks, the same bits on each of them.
    func sum(_ values: Tensor)
    /// The same.
    func sum(_ values: inout [Double])
    /// The rows (n, ...) of every rank, as many of each, in the order of ranks: (size * n, ...). Without history.
    func gather(_ rows: Tensor) -> Tensor
    /// Returns when all ranks have come here.
    func barrier()
    /// Leaves the group; the last call.
    func end()
    /// Ends all ranks with exit code 1 after one that failed has run `report`; returns in a group of one alone.
    func fail(_ report: () -> Void)
}

extension ProcessGroup {
    /// The one rank that writes and speaks.
    package var isFirst: Bool { rank == 0 }

    /// This rank's contiguous part of so many things.
    package func part(of count: Int) -> Range<Int> { count * rank / size..<count * (rank + 1) / size }
}

/// A group of one: nothing to exchange.
package struct SingleProcess: ProcessGroup {
    package let rank = 0
    package let size = 1
    package let localSize = 1

    package init() {}

    package func sum(_ values: Tensor) {}
    package func sum(_ values: inout [Double]) {}
    package func gather(_ rows: Tensor) -> Tensor { rows.detached }
    package func barrier() {}
    package func end() {}
    package func fail(_ report: () -> Void) { report() }
}
