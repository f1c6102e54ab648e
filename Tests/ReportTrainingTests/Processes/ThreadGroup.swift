import Foundation
import Tensors

/// Ranks as threads of this process that exchange values in memory; sums are taken in rank order.
///
/// Sendable: all shared state is guarded by the condition.
final class ThreadGroup: @unchecked Sendable {
    private let size: Int
    private let condition = NSCondition()
    private var arrived = 0
    private var round = 0
    private var given: [[Double]]
    private var taken: [[Double]] = []

    init(size: Int) {
        self.size = size
        given = [[Double]](repeating: [], count: size)
    }

    /// Runs the body once per rank, each on its own thread, and returns the results.
    static func run<Result: Sendable>(
        _ size: Int, _ body: @escaping @Sendable (any ProcessGroup) throws -> Result
    ) throws -> [Result] {
        let group = ThreadGroup(size: size)
        let results = Results<Result>(count: size)
        let done = DispatchSemaphore(value: 0)
        for rank in 0..<size {
            let thread = Thread {
                let outcome = Swift.Result { try body(Rank(group: group, rank: rank)) }
                results.set(outcome, rank)
                done.signal()
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
        // If a rank fails, the others wait for it forever; mpirun would end them.
        for _ in 0..<size {
            done.wait()
            try results.throwFailure()
        }
        return try results.all()
    }

    /// The values of all ranks, returned once every rank has passed its own.
    fileprivate func exchange(_ values: [Double], rank: Int) -> [[Double]] {
        condition.withLock {
            given[rank] = values
            arrived += 1
            if arrived == size {
                (taken, arrived, round) = (given, 0, round + 1)
                condition.broadcast()
            } else {
                let mine = round
                while round == mine { condition.wait() }
            }
            return taken
        }
    }

    private struct Rank: ProcessGroup {
        let group: ThreadGroup
        let rank: Int
        var size: Int { group.size }
        var localSize: Int { group.size }

        func sum(_ values: Tensor) {
            var doubles = values.array().map(Double.init)
            sum(&doubles)
            values.assign(doubles.map { Float($0) })
        }

        func sum(_ values: inout [Double]) {
            let all = group.exchange(values, rank: rank)
            for index in values.indices { values[index] = all.reduce(0) { $0 + $1[index] } }
        }

        func gather(_ rows: Tensor) -> Tensor {
            let all = group.exchange(rows.array().map(Double.init), rank: rank)
            return Tensor(all.joined().map { Float($0) }, shape: [size * rows.shape[0]] + rows.shape.dropFirst())
        }

        func barrier() { _ = group.exchange([], rank: rank) }
        func end() {}
        func fail(_ report: () -> Void) { report() }
    }

    /// Sendable: guarded by the lock.
    private final class Results<Value>: @unchecked Sendable {
        private let lock = NSLock()
        private var values: [Swift.Result<Value, any Error>?]

        init(count: Int) { values = .init(repeating: nil, count: count) }

        func set(_ value: Swift.Result<Value, any Error>, _ index: Int) { lock.withLock { values[index] = value } }

        func throwFailure() throws { _ = try all() }

        func all() throws -> [Value] { try lock.withLock { try values.compactMap { try $0?.get() } } }
    }
}
