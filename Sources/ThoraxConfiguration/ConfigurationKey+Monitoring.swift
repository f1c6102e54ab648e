extension ConfigurationKey {
    static let monitoring: [ConfigurationKey] = [
        text(
            "metrics.address", \.metricsAddress,
            """
            Address to listen on. With any but 127.0.0.1, every machine that reaches it reads the figures without a \
            password.
            """),
        numberOrOff(
            "metrics.port", \.metricsPort, 0...65535,
            "Port to listen on, 9464 by custom; 0 lets the system choose, off serves none."),
    ]
}
