#if MPI
    import COpenMPI
    import Foundation

    /// The processes started by one `mpirun`.
    struct MPIProcessGroup: ProcessGroup {
        let rank: Int
        let size: Int
        let localSize: Int

        /// MPI counts in 32 bits; 2^28 floats are 1 GiB.
        private static let largest = 1 << 28

        init() {
            comp_begin()
            rank = Int(comp_rank())
            size = Int(comp_size())
            localSize = Int(comp_local_size())
        }

        func sum(_ values: Tensor) {
            withExtendedLifetime(values) {
                for start in stride(from: 0, to: values.count, by: Self.largest) {
                    comp_sum_floats(values.pointer + start, Int32(min(Self.largest, values.count - start)))
                }
            }
        }

        func sum(_ values: inout [Double]) {
            values.withUnsafeMutableBufferPointer { buffer in
                if let base = buffer.baseAddress { comp_sum_doubles(base, Int32(buffer.count)) }
            }
        }

        func gather(_ rows: Tensor) -> Tensor {
            let all = Tensor(uninitialized: [size * rows.shape[0]] + rows.shape.dropFirst())
            withExtendedLifetime((rows, all)) { comp_gather(rows.pointer, Int32(rows.count), all.pointer) }
            return all
        }

        func barrier() { comp_barrier() }

        func end() { comp_end() }

        /// An error in the configuration or the data set occurs on every rank, and the first rank to abort ends the
        /// others. Each rank waits by its number, so that normally rank 0 reports it.
        func fail(_ report: () -> Void) {
            Thread.sleep(forTimeInterval: 0.5 * Double(min(rank, 16)))
            report()
            comp_abort(1)
        }
    }
#endif
