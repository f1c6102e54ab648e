import Foundation
package import OperatorErrors

/// Why the process group cannot be joined.
package enum ProcessGroupError: OperatorError, Equatable {
    /// Started by `mpirun` as one of several processes, but built without MPI.
    case builtWithoutMPI

    package var description: String { "this program was built without MPI and cannot run as one of several processes" }

    package var fault: FaultKind { .misconfigured }
    package var hint: String { "Build it with `swift build --traits MPI`, or start it without mpirun." }
}

/// The process group this program was started in.
package enum World {
    /// Joins the group that `mpirun` or a scheduler started, or a group of one. Call once per process, from the
    /// training thread.
    package static func join() throws(ProcessGroupError) -> any ProcessGroup {
        guard isLaunched(ProcessInfo.processInfo.environment) else { return SingleProcess() }
        #if MPI
            return MPIProcessGroup()
        #else
            throw .builtWithoutMPI
        #endif
    }

    /// Environment variables set by Open MPI's mpirun, PMIx and PMI (Slurm).
    static func isLaunched(_ environment: [String: String]) -> Bool {
        ["OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK"].contains { environment[$0] != nil }
    }
}
