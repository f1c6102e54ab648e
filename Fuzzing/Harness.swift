/// Hands bytes from outside to one part of the package. What the part throws is an answer; only a crash, a leak, a hang
/// and undefined behaviour are findings.
typealias Harness = @Sendable ([UInt8]) -> Void

/// Every harness, by the name of its folder of seeds.
let harnesses: [String: Harness] = [
    "accept": acceptHarness,
    "association": associationHarness,
    "command-set": commandSetHarness,
    "conversion": conversionHarness,
    "data-set": dataSetHarness,
    "header-scan": headerScanHarness,
    "identifier": identifierHarness,
    "metadata": metadataHarness,
    "multipart": multipartHarness,
    "picture": pictureHarness,
    "pixels": pixelsHarness,
    "query": queryHarness,
]
