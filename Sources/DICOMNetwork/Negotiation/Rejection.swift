/// Why an association is rejected (PS3.8 Table 9-21).
package struct Rejection: Sendable, Equatable {
    package let isTransient: Bool
    package let source: UInt8
    package let reason: UInt8

    package static let noReasonGiven = Rejection(isTransient: false, source: 1, reason: 1)
    package static let applicationContextNotSupported = Rejection(isTransient: false, source: 1, reason: 2)
    package static let callingAETitleNotRecognized = Rejection(isTransient: false, source: 1, reason: 3)
    package static let calledAETitleNotRecognized = Rejection(isTransient: false, source: 1, reason: 7)
    package static let localLimitExceeded = Rejection(isTransient: true, source: 3, reason: 2)
}

extension Rejection: CustomStringConvertible {
    package var description: String {
        switch (source, reason) {
        case (1, 1), (2, 1): "no reason given"
        case (1, 2): "application context name not supported"
        case (1, 3): "calling AE title not recognized"
        case (1, 7): "called AE title not recognized"
        case (2, 2): "protocol version not supported"
        case (3, 1): "temporary congestion"
        case (3, 2): "local limit exceeded"
        default: "source \(source), reason \(reason)"
        }
    }
}
