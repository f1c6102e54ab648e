import Yams

/// The way in which a configuration file has its list of peers: where an entry can be pasted.
package enum PeerListForm: Equatable {
    /// There is no key `peers`.
    case absent
    /// `peers: []` on this line, counted from 1.
    case empty(line: Int)
    /// Entries in brackets, to which none can be pasted.
    case brackets
    /// `peers:` without entries, or with entries on lines of their own.
    case lines

    /// - Parameter text: the text of the file; nil if there is none.
    package init(in text: String?) {
        let mapping = text.flatMap { try? Yams.compose(yaml: FileLines.withoutMark($0)) }?.mapping
        guard let key = mapping?.keys.first(where: { $0.string == "peers" }) else {
            self = .absent
            return
        }
        let list = mapping?["peers"]
        if let sequence = list?.sequence, FileLines(text ?? "").isInBrackets(sequence) {
            self = sequence.isEmpty ? .empty(line: key.mark?.line ?? 0) : .brackets
        } else if list?.null != nil, list?.scalar?.string.isEmpty == false {
            self = .empty(line: key.mark?.line ?? 0)
        } else {
            self = .lines
        }
    }
}
