import DICOMCore
import DICOMWebEncoding

/// Shows an object as DICOMweb does: metadata in JSON and XML, its frames, and each value that is bulk data.
let metadataHarness: Harness = { bytes in
    for (source, offset, syntax) in StoredDataSet.readings(of: bytes) {
        guard var file = try? FileDataSet(source, from: offset, in: syntax) else { continue }
        _ = try? FrameLayout(of: &file)
        guard let metadata = try? StoredMetadata(file) else { continue }
        _ = DICOMJSON.object(metadata.elements)
        _ = NativeDICOMModel(metadata.elements)
        var rest = metadata.elements
        var found = 0
        while let element = rest.popLast(), found < 64 {
            switch element.value {
            case .items(let items): rest += items.joined()
            case .bulk(let path):
                found += 1
                guard let place = BulkDataPath(path) else { fatalError("a path that cannot be read") }
                _ = try? BulkDatum(at: place, of: &file)
            default: break
            }
        }
    }
}
