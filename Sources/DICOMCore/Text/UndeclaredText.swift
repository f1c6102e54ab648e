import Synchronization

/// How text is read where Specific Character Set (0008,0005) does not say: it is absent or empty, or a value has bytes
/// outside the sets that it names.
///
/// The default set comes first if one is configured and it has all the bytes; then UTF-8 where the bytes are valid
/// UTF-8; then ISO_IR 100, which has a character for every byte. Where that text is also what other bytes mean in the
/// declared set, each byte from 80H is the character U+F780 to U+F7FF instead, as in the WHATWG's encoding
/// x-user-defined. So nothing is lost, and two names that differ in one byte stay two names.
package struct UndeclaredText: Sendable, Equatable {
    /// Defined terms, separated by `\`; empty for no default set.
    package let defaultTerms: String

    package init(defaultTerms: String = "") { self.defaultTerms = defaultTerms }

    /// Without a default set.
    package static let withoutDefault = UndeclaredText()

    /// What the configuration says (`dicom.default_character_set`), for every part of this process: the same bytes must
    /// be the same text when they are stored, queried and written. Set it once, before anything is read.
    package static var ofProcess: UndeclaredText {
        get { process.withLock { $0 } }
        set { process.withLock { $0 = newValue } }
    }

    private static let process = Mutex(UndeclaredText())

    /// Names these rules and the default set. Text that was read under another name may differ.
    package var name: String { "1 \(defaultTerms)" }

    /// Decodes bytes that are not all in the declared sets.
    func decode(_ bytes: [UInt8], outside declared: CharacterSet, isPersonName: Bool) -> String {
        var sets = [declared]
        func isUnambiguous(_ text: String) -> Bool { !sets.contains { $0.couldMean(text, isPersonName: isPersonName) } }
        if !defaultTerms.isEmpty {
            let set = CharacterSet(defaultTerms, undeclared: .withoutDefault)
            if let text = set.decodeDeclared(bytes, isPersonName: isPersonName), isUnambiguous(text) { return text }
            sets.append(set)
        }
        if let text = String(validating: bytes, as: UTF8.self), isUnambiguous(text) { return text }
        let text = UndeclaredText.text(bytes) { UInt32($0) }
        return isUnambiguous(text) ? text : UndeclaredText.text(bytes) { 0xF700 + UInt32($0) }
    }

    private static func text(_ bytes: [UInt8], _ scalar: (UInt8) -> UInt32) -> String {
        let scalars = bytes.map { byte in
            byte < 0x80 ? Unicode.Scalar(byte) : Unicode.Scalar(scalar(byte)) ?? Unicode.Scalar(byte)
        }
        return String(String.UnicodeScalarView(scalars))
    }
}

extension CharacterSet {
    /// Whether other bytes encode this text in these sets. Not asked of Unicode sets, in which they would be the same text.
    fileprivate func couldMean(_ text: String, isPersonName: Bool) -> Bool {
        !initial.g1.containsASCII && encode(text, isPersonName: isPersonName) != nil
    }
}
