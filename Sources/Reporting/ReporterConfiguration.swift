package import DICOMCore

/// Resources that a reporter process may use.
package struct ReporterLimits: Sendable, Equatable, Codable {
    /// Threads that compute the network's matrix products.
    package var threads = 2
    /// Address space of the process (RLIMIT_AS), in MiB.
    package var memoryMegabytes = 4096
    /// CPU seconds for one study; beyond this the kernel ends the process.
    package var processorSeconds = 60
    /// Elapsed seconds for one study; beyond this the supervisor ends the process.
    package var wallSeconds = 120

    /// The defaults above.
    package init() {}
}

/// Settings of a reporter process, which the daemon passes to it as JSON.
package struct ReporterConfiguration: Sendable, Equatable, Codable {
    package var stateDirectory: String
    /// Directory of the model bundle.
    package var model: String
    /// AE title of the node, which names this installation in its documents.
    package var aeTitle: String
    package var limits: ReporterLimits
    /// Where drafts and signed reports are delivered, and in which forms. The Basic Text SR is written even without a
    /// route.
    package var routes: [Route]
    package var logLevel: String
    /// Defined terms for text that declares none.
    package var defaultCharacterSet = ""

    /// The forms of a report that are delivered to a peer.
    package struct Route: Sendable, Equatable, Codable {
        /// The peer's name.
        package var destination: String
        /// The peer's AE title, used to avoid sending a report back to its sender.
        package var aeTitle: String
        package var forms: [ReportForm]

        package init(destination: String, aeTitle: String, forms: [ReportForm]) {
            self.destination = destination
            self.aeTitle = aeTitle
            self.forms = forms
        }
    }

    package init(
        stateDirectory: String, model: String, aeTitle: String, limits: ReporterLimits = ReporterLimits(),
        routes: [Route] = [], logLevel: String = "info"
    ) {
        self.stateDirectory = stateDirectory
        self.model = model
        self.aeTitle = aeTitle
        self.limits = limits
        self.routes = routes
        self.logLevel = logLevel
    }
}
