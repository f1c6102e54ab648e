import FoundationEssentials
package import OperatorErrors

/// What goes over the control socket: one line of JSON in each direction, then the connection ends.
enum ControlMessage {
    /// Raised when a program of an older version would misread a request or an answer.
    static let version = 1
    /// The longest request in bytes: a report has 65,536 characters at most.
    static let requestLimit = 512 << 10
    /// The longest answer in bytes.
    static let answerLimit = 4 << 20
    /// How long one side waits for the other's line, or for it to take a line.
    static let patience = Duration.seconds(5)

    struct Request: Codable {
        let version: Int
        let change: Change

        init(_ change: Change) {
            version = ControlMessage.version
            self.change = change
        }
    }

    struct Answer: Codable {
        var version = ControlMessage.version
        var outcome: ChangeOutcome?
        var refusal: Refused?
    }

    /// What every version of a message has.
    private struct Header: Codable {
        let version: Int
    }

    /// - Throws: `ControlError` if the line is not a message, or has another version.
    static func decode<Message: Decodable>(_ type: Message.Type, from line: [UInt8]) throws(ControlError) -> Message {
        let (decoder, data) = (JSONDecoder(), Data(line))
        guard let header = try? decoder.decode(Header.self, from: data) else { throw .malformed }
        guard header.version == version else { throw .otherVersion(header.version) }
        do { return try decoder.decode(type, from: data) } catch { throw .malformed }
    }

    static func encode(_ message: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        return [UInt8](try encoder.encode(message))
    }
}

/// An error of the daemon, as it travels to the program that asked.
package struct Refused: OperatorError, Codable, Equatable {
    package let description: String
    package let hint: String
    package let fault: FaultKind

    init(_ error: any Error) {
        let error = error.asOperatorError
        (description, hint, fault) = (error.description, error.hint, error.fault)
    }
}
