import DICOMCore

/// Sends a stored data set in each transfer syntax in which it may be sent, and compares what was sent with what is
/// stored: what a check passes must be sent to the end, and the pixels must be the same.
let conversionHarness: Harness = { bytes in
    for (source, offset, syntax) in StoredDataSet.readings(of: bytes) {
        for target in syntax.sendable { convert(source, offset, syntax, to: target) }
    }
}

private func convert(_ source: ScanSource, _ offset: Int, _ syntax: TransferSyntax, to target: TransferSyntax) {
    guard (try? DataSetConversion(of: source, from: offset, in: syntax, as: target).check()) != nil else { return }
    var sent: [UInt8] = []
    do throws(ConversionError) {
        var conversion = try DataSetConversion(of: source, from: offset, in: syntax, as: target)
        while let piece = try conversion.next() { sent += piece }
    } catch {
        fatalError("a data set that passed its check is not sent: \(error)")
    }
    guard let stored = try? ImagePixels(source, from: offset, transferSyntax: syntax),
        let received = try? ImagePixels(ScanSource(sent), from: 0, transferSyntax: target)
    else { return }
    guard let comparison = try? stored.compared(with: received), comparison != .different else {
        fatalError("the pixels of a data set differ from those that were sent")
    }
}
