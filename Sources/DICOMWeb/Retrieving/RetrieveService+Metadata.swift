import DICOMCore
import DICOMWebEncoding
import Hummingbird
import WorkListDatabase

extension RetrieveService {
    private static let json = [Representation("application/dicom+json"), Representation("application/json")]
    private static let xml = Representation("application/dicom+xml", isMultipart: true)

    /// The data sets of a study, series or instance without their bulk data.
    ///
    /// An object that cannot be read spoils its own answer only: that of its series and study goes without it, and says so.
    func metadata(_ instances: [StoredInstance], _ asked: Asked) throws -> Response {
        let form = try asked.accepted.choose(from: Self.json + [Self.xml])
        var notes: [String] = []
        var documents: [[UInt8]] = []
        var byteCount = 0
        for instance in instances {
            do {
                let metadata = try StoredMetadata(FileDataSet(path: instance.path))
                notes += metadata.notes.filter { !notes.contains($0) }
                documents.append(document(metadata, of: instance, form, asked.base))
                byteCount += documents.last?.count ?? 0
            } catch {
                if asked.texts["instance"] != nil { throw error }
                notes.append("the metadata of \(instance.sopInstanceUID) cannot be read and is left out")
            }
            guard byteCount <= Self.byteLimit else {
                throw WebError.tooLarge("the metadata of so many instances", limit: Self.byteLimit)
            }
        }
        var response =
            form.isMultipart
            ? Response.documents(documents, type: form.mediaType)
            : Response.bytes(DICOMJSON.array(documents), form.contentType)
        response.warn(notes.prefix(8), from: asked.base)
        return response
    }

    /// Bytes of one answer: more than ten thousand radiographs have.
    private static let byteLimit = 64 << 20

    private func document(
        _ metadata: StoredMetadata, of instance: StoredInstance, _ form: Representation, _ base: String
    ) -> [UInt8] {
        let uri = "\(instance.uri(base))/bulkdata/"
        if form.isMultipart { return NativeDICOMModel(metadata.elements, bulkDataURI: uri).bytes }
        return DICOMJSON.object(metadata.elements, bulkDataURI: uri)
    }
}
