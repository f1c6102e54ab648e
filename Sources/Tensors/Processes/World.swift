import Foundation

/// Why processes cannot work together.
package enum ProcessGroupError: Error, Equatable, CustomStringConvertible {
    /// Started by `mpirun` as one of several, but built without MPI.
    case builtWithoutMPI

    package var description: String { "this program was built without MPI: it cannot be one of several processes" }

    /// What an operator can do.
    package var hint: String { "Build it with `swift build --traits MPI`, or start it without mpirun." }
}

/// The processes started together.
package enum World {
    /// Joins what `mpirun` or a scheduler started; a group of one without them. Once per process, from the thread that trains.
    package static func join() throws(ProcessGroupError) -> any ProcessGroup {
        guard isLaunched(ProcessInfo.processInfo.environment) else { return SingleProcess() }
        #if MPI
            return MPIProcessGroup()
        #else
            throw .builtWithoutMPI
        #endif
    }

    /// Open MPI's mpirun, PMIx and PMI (Slurm) leave one of these.
    static func isLaunched(_ environment: [String: String]) -> Bool {
        ["OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK"].contains { environment[$0] != nil }
    }
}
