import Foundation

/// The words of this program's own messages. Values from outside, such as names, are not among them.
///
/// They are read from the constants of the executable, so that no list can be out of date. A sentence is a run of printable
/// characters with spaces; shorter runs are among the numbers there by chance.
struct ProgramVocabulary {
    private(set) var words: Set<String> = []
    private static let shortestSentence = 8

    /// - Parameter executable: an ELF file; an unreadable one has no words.
    init(of executable: String = "/proc/self/exe") {
        guard let file = try? Data(contentsOf: URL(filePath: executable), options: .mappedIfSafe) else { return }
        file.withUnsafeBytes { bytes in
            for section in Self.constants(in: bytes) { addSentences(of: section) }
        }
    }

    func contains(_ word: some StringProtocol) -> Bool { words.contains(word.lowercased()) }

    /// The sections that are loaded and not run (System V ABI, chapter 4): some linkers mark constants as written.
    private static func constants(in file: UnsafeRawBufferPointer) -> [UnsafeRawBufferPointer] {
        func number<T: FixedWidthInteger>(_ offset: Int, _: T.Type) -> Int {
            guard offset >= 0, offset + MemoryLayout<T>.size <= file.count else { return 0 }
            return Int(truncatingIfNeeded: T(littleEndian: file.loadUnaligned(fromByteOffset: offset, as: T.self)))
        }
        guard file.count > 64, file.prefix(5).elementsEqual([0x7F, 0x45, 0x4C, 0x46, 2]) else { return [] }
        let (table, size, count) = (number(0x28, UInt64.self), number(0x3A, UInt16.self), number(0x3C, UInt16.self))
        return (0..<count).compactMap { index in
            let header = table + index * size
            let (kind, flags) = (number(header + 4, UInt32.self), number(header + 8, UInt64.self))
            let (offset, length) = (number(header + 24, UInt64.self), number(header + 32, UInt64.self))
            guard kind == 1, flags & 0b110 == 0b010, offset >= 0, length > 0, offset + length <= file.count else {
                return nil
            }
            return UnsafeRawBufferPointer(rebasing: file[offset..<offset + length])
        }
    }

    private mutating func addSentences(of section: UnsafeRawBufferPointer) {
        var (begin, hasSpace) = (0, false)
        for (index, byte) in section.enumerated() {
            if byte >= 0x20, byte < 0x7F {
                hasSpace = hasSpace || byte == 0x20
                continue
            }
            if hasSpace, index - begin >= Self.shortestSentence { addWords(of: section[begin..<index]) }
            (begin, hasSpace) = (index + 1, false)
        }
    }

    private mutating func addWords(of sentence: Slice<UnsafeRawBufferPointer>) {
        for word in sentence.split(separator: 0x20) {
            var word = word[...]
            while let last = word.last, ".,:;)?\"".utf8.contains(last) { word.removeLast() }
            while let first = word.first, "(\"".utf8.contains(first) { word.removeFirst() }
            // A capital letter inside is no English word.
            guard !word.isEmpty, word.count < 20, word.dropFirst().allSatisfy({ (0x61...0x7A).contains($0) }),
                let first = word.first, (0x61...0x7A).contains(first | 0x20)
            else { continue }
            words.insert(String(decoding: word, as: UTF8.self).lowercased())
        }
    }
}
