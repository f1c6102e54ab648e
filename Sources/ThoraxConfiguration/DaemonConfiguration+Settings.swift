extension DaemonConfiguration {
    /// Every key with its value, as the file would have it; peers are not among them. No key holds a secret: keys and
    /// certificates are named by their files.
    package var settings: [(key: String, value: String)] {
        ConfigurationKey.all.map { ($0.name, $0.value(self)) }
    }
}
