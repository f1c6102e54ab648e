/// The processes that train one network together (data parallel, as `torch.distributed`): each holds the whole network
/// and its own part of every batch.
///
/// All ranks call the same operations in the same order, each from the thread that joined the group. An operation that
/// fails prints a message and ends all ranks.
package protocol ProcessGroup {
    /// Index of this process, from 0.
    var rank: Int { get }
    /// Number of processes.
    var size: Int { get }
    /// Number of processes on this host, which share its cores.
    var localSize: Int { get }

    /// All-reduce: replaces every element by its sum over all ranks, bit-identical on each.
    func sum(_ values: Tensor)
    /// All-reduce of double-precision values.
    func sum(_ values: inout [Double])
    /// All-gather: the rows (n, ...) of every rank, in rank order: (size * n, ...). n is the same on every rank; not
    /// recorded.
    func gather(_ rows: Tensor) -> Tensor
    /// Blocks until all ranks have called it.
    func barrier()
    /// Leaves the group; must be the last call.
    func end()
    /// Runs `report` on the failed rank, then ends all ranks with exit code 1; in a group of one it returns.
    func fail(_ report: () -> Void)
}

extension ProcessGroup {
    /// Whether this is rank 0, the only rank that writes files and logs.
    package var isFirst: Bool { rank == 0 }

    /// This rank's contiguous share of `count` items.
    package func part(of count: Int) -> Range<Int> { count * rank / size..<count * (rank + 1) / size }
}

/// A group of one, without communication.
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
