package import DICOMCore

/// What a reporter process is told: where things are and what it may use.
package struct ReporterConfiguration: Sendable, Equatable {
    package var stateDirectory: String
    /// Directory of the model bundle.
    package var model: String
    /// AE title of the node: the name of this installation in its documents.
    package var aeTitle: String
    /// Threads of the network's matrix products.
    package var threads: Int
    /// Address space of the process (RLIMIT_AS).
    package var memoryBytes: Int
    /// CPU time for one study; beyond it the kernel ends the process.
    package var processorSeconds: Int
    /// Time on the clock for one study; beyond it the supervisor ends the process.
    package var wallSeconds: Int
    /// Where drafts and signed reports go, and in which forms; the Basic Text SR is written without any.
    package var routes: [Route]

    /// What goes to a peer.
    package struct Route: Sendable, Equatable, Codable {
        /// The peer's name.
        package var destination: String
        /// Its AE title: what it sent itself does not go back to it.
        package var aeTitle: String
        package var forms: [ReportForm]

        package init(destination: String, aeTitle: String, forms: [ReportForm]) {
            self.destination = destination
            self.aeTitle = aeTitle
            self.forms = forms
        }
    }

    package init(
        stateDirectory: String, model: String, aeTitle: String, threads: Int, memoryBytes: Int,
        processorSeconds: Int, wallSeconds: Int, routes: [Route] = []
    ) {
        self.stateDirectory = stateDirectory
        self.model = model
        self.aeTitle = aeTitle
        self.threads = threads
        self.memoryBytes = memoryBytes
        self.processorSeconds = processorSeconds
        self.wallSeconds = wallSeconds
        self.routes = routes
    }
}
