extension ConfigurationKey {
    static let monitoring: [ConfigurationKey] = [
        text(
            "metrics.address", \.metricsAddress,
            """
            Address to listen on. Any but 127.0.0.1 lets whoever reaches it read the figures: nobody is asked for a \
            password.
            """),
        numberOrOff(
            "metrics.port", \.metricsPort, 0...65535,
            "Port to listen on, 9464 by custom; 0 lets the system choose, off serves none."),
    ]
}
