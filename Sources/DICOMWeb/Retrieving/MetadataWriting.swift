import DICOMCore
import DICOMWebEncoding
import WorkListDatabase

/// Writes the data sets of instances, one after the other, as one JSON array or as parts of XML.
struct MetadataWriting: Sendable {
    /// Notes that are kept.
    private static let noteLimit = 100

    private let form: Representation
    private let base: String
    private var framing: MultipartFraming
    private var isFirst = true
    /// What has been written and not yet taken.
    private(set) var bytes: [UInt8] = []
    /// What is shown otherwise than it is stored, and instances that are left out; they contain no values of attributes.
    private(set) var notes: [String] = []

    init(_ form: Representation, _ base: String) {
        (self.form, self.base) = (form, base)
        framing = MultipartFraming(type: form.mediaType)
        if !form.isMultipart { bytes = Array("[".utf8) }
    }

    var contentType: String { form.isMultipart ? framing.contentType : form.contentType }

    /// Writes an instance.
    ///
    /// - Throws: if the object cannot be read; then nothing is written.
    mutating func add(_ instance: StoredInstance) throws {
        let metadata = try StoredMetadata(FileDataSet(ofFile: ScanSource(path: instance.path)))
        let document = form.encode(metadata.elements, bulkDataURI: "\(instance.uri(base))/bulkdata/")
        notes += metadata.notes.filter { !notes.contains($0) }
        if form.isMultipart {
            bytes += framing.head(contentType: form.mediaType, location: nil, length: document.count)
        } else if !isFirst {
            bytes.append(UInt8(ascii: ","))
        }
        isFirst = false
        bytes += document
    }

    /// Writes instances until `limit` bytes are there, and leaves out those that cannot be read.
    mutating func add(_ instances: inout ArraySlice<StoredInstance>, upTo limit: Int) {
        while bytes.count < limit, let instance = instances.popFirst() {
            do { try add(instance) } catch {
                guard notes.count < Self.noteLimit else { continue }
                notes.append("the metadata of \(instance.sopInstanceUID) cannot be read and is left out")
            }
        }
    }

    mutating func end() { bytes += form.isMultipart ? framing.end : Array("]".utf8) }

    /// Takes what has been written.
    mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }
}
