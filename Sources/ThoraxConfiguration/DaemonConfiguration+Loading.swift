extension DaemonConfiguration {
    /// Reads the file, then the environment: flags override the environment, the environment overrides the file, the
    /// file overrides the defaults.
    ///
    /// - Parameter path: nil reads no file.
    /// - Throws: the first error; `ConfigurationReading` has all of them.
    package init(file path: String?, environment: [String: String]) throws(ConfigurationError) {
        let reading = ConfigurationReading(file: path, environment: environment)
        if let error = reading.errors.first { throw error }
        self = reading.configuration
    }
}
