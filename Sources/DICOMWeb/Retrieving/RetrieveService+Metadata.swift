import DICOMCore
import DICOMWebEncoding
import Hummingbird
import WebServing
import WorkListDatabase

extension RetrieveService {
    /// The data sets of a study, series or instance without their bulk data.
    ///
    /// An object that cannot be read spoils its own answer only: that of its series and study goes without it, and says so.
    func metadata(_ instances: [StoredInstance], _ asked: Asked) throws -> Response {
        let form = try asked.accepted.choose(from: Representation.dataSets)
        var notes: [String] = []
        var documents: [[UInt8]] = []
        var byteCount = 0
        for instance in instances {
            do {
                let metadata = try StoredMetadata(FileDataSet(ofFile: ScanSource(path: instance.path)))
                notes += metadata.notes.filter { !notes.contains($0) }
                documents.append(form.encode(metadata.elements, bulkDataURI: "\(instance.uri(asked.base))/bulkdata/"))
                byteCount += documents.last?.count ?? 0
            } catch {
                if asked.texts["instance"] != nil { throw error }
                notes.append("the metadata of \(instance.sopInstanceUID) cannot be read and is left out")
            }
            guard byteCount <= Self.byteLimit else {
                throw WebError.tooLarge("the metadata of so many instances", limit: Self.byteLimit)
            }
        }
        var response = Response.dataSets(documents, in: form)
        response.warn(notes.prefix(8), from: asked.base)
        return response
    }

    /// Bytes of one answer: more than ten thousand radiographs have.
    private static let byteLimit = 64 << 20
}
