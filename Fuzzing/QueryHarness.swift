import Query
import WorkListDatabase

@testable import DICOMWeb

/// Reads the query of a URL as that of a search at each level, of a rendered picture and of a thumbnail.
let queryHarness: Harness = { bytes in
    let query = String(decoding: bytes, as: UTF8.self)[...]
    for level in [QueryLevel.study, .series, .image] {
        guard let parameters = try? SearchParameters(query, at: level, below: ["study": "1.2"], limit: 100) else {
            continue
        }
        guard (0...100).contains(parameters.search.limit), parameters.search.offset >= 0 else {
            fatalError("a limit or an offset out of bounds")
        }
    }
    _ = try? RenderingParameters(query)
    _ = try? RenderingParameters.thumbnail(query)
}
