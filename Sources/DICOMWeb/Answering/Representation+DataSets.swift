import DICOMWebEncoding
import Hummingbird
import WebServing

extension Representation {
    /// One JSON array of data sets, or a part of XML for each (PS3.18 8.7.3.2).
    static let dataSets = [
        Representation("application/dicom+json"), Representation("application/json"),
        Representation("application/dicom+xml", isMultipart: true),
    ]

    /// A data set in JSON or XML.
    ///
    /// - Parameter bulkDataURI: the URI to which the path of each bulk datum is added.
    func encode(_ elements: [MetadataElement], bulkDataURI: String = "") -> [UInt8] {
        mediaType == "application/dicom+xml"
            ? NativeDICOMModel(elements, bulkDataURI: bulkDataURI).bytes
            : DICOMJSON.object(elements, bulkDataURI: bulkDataURI)
    }
}

extension Response {
    /// Encoded data sets in one of `Representation.dataSets`.
    static func dataSets(_ encoded: [[UInt8]], in form: Representation) -> Response {
        form.isMultipart
            ? .documents(
                encoded.map { .init(contentType: form.mediaType, length: $0.count, content: $0) }, type: form.mediaType)
            : .bytes(DICOMJSON.array(encoded), form.contentType)
    }
}
