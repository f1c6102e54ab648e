import DICOMNetwork

extension ConfigurationKey {
    static let monitoring: [ConfigurationKey] = [
        one(
            "metrics.address", \.metricsAddress, "a numeric address such as 0.0.0.0, :: or 127.0.0.1, or localhost",
            show: yaml, parse: { $0 == "localhost" || AddressRange($0)?.isOneAddress == true ? $0 : nil },
            """
            Address to listen on. With any but 127.0.0.1, every machine that reaches it reads the figures without a \
            password.
            """),
        numberOrOff(
            "metrics.port", \.metricsPort, 0...65535,
            "Port to listen on, 9464 by custom; 0 lets the system choose, off serves none."),
    ]
}
