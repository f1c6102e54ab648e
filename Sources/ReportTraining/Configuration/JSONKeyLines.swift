/// Where each key of a JSON text stands, so that an error can name the line.
///
/// Reads the text once, without recursion. Of a text that is not JSON it finds the keys before the fault.
struct JSONKeyLines {
    /// Line, from 1, by path, such as `optimization.epochs`; elements of a list have the list's path.
    private(set) var lines: [String: Int] = [:]

    init(_ text: some Collection<UInt8>) {
        var line = 1
        // The key under which each open object or list stands, and whether it is an object.
        var open: [(path: String, isObject: Bool)] = []
        var key = ""
        var bytes = Array(text)[...]
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open.append((key, byte == UInt8(ascii: "{")))
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                key = open.popLast()?.path ?? ""
            case UInt8(ascii: "\""):
                let name = Self.string(&bytes)
                // A string is a key if a colon follows it.
                let next = bytes.first { !" \t\r\n".utf8.contains($0) }
                guard next == UInt8(ascii: ":"), let object = open.last, object.isObject else { continue }
                key = object.path.isEmpty ? name : object.path + "." + name
                lines[key] = line
            default: break
            }
        }
    }

    /// The line of a key, or of the innermost object that exists on the way to it.
    subscript(path: String) -> Int? {
        var parts = path.split(separator: ".")
        while !parts.isEmpty {
            if let line = lines[parts.joined(separator: ".")] { return line }
            parts.removeLast()
        }
        return nil
    }

    /// The rest of a string after its opening quote. Escapes are left as they are: no key of ours has one.
    private static func string(_ bytes: inout ArraySlice<UInt8>) -> String {
        var name: [UInt8] = []
        while let byte = bytes.popFirst(), byte != UInt8(ascii: "\"") {
            name.append(byte)
            if byte == UInt8(ascii: "\\"), let escaped = bytes.popFirst() { name.append(escaped) }
        }
        return String(decoding: name, as: UTF8.self)
    }
}
