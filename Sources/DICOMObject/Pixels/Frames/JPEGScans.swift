/// The scans of a JPEG frame (ISO/IEC 10918-1 B.2.3, G.1), to check whether they code the whole picture.
///
/// libjpeg does not check it: it reads as zero what no scan codes. A progressive stream that ends between two scans would
/// become a coarse picture without a warning, and a colour stream of one scan per component a picture without one colour.
struct JPEGScans {
    struct Scan: Equatable {
        /// Identifiers of its components, as in the frame header.
        let components: [UInt8]
        /// The coefficients that it codes, in zigzag order; 0 is the mean.
        let coefficients: ClosedRange<Int>
        /// The lowest bit that is coded after it (Al).
        let lowestBit: Int
    }

    let scans: [Scan]

    /// Reads the scan headers from the first marker SOS on, up to the end marker or to what is no marker.
    init(_ stream: [UInt8], from start: Int) {
        var scans: [Scan] = []
        var at = start
        while at + 4 <= stream.count, stream[at] == 0xFF {
            let marker = stream[at + 1]
            if marker == 0xFF {
                at += 1  // a fill byte
                continue
            }
            if marker == 0xD9 { break }
            let length = Int(stream[at + 2]) << 8 | Int(stream[at + 3])
            guard length >= 2, at + 2 + length <= stream.count else { break }
            if marker == 0xDA {
                guard let scan = Scan(stream[(at + 4)..<(at + 2 + length)]) else { break }
                scans.append(scan)
            }
            at += 2 + length
            if marker == 0xDA { at = JPEGScans.end(ofEntropy: stream, from: at) }
        }
        self.scans = scans
    }

    /// What no scan codes, in words; nil if the picture is whole.
    ///
    /// - Parameters:
    ///   - components: identifiers of all components of the frame.
    ///   - isProgressive: whether a scan may code only some coefficients, or only their upper bits.
    func missing(of components: [UInt8], isProgressive: Bool) -> String? {
        for (index, component) in components.enumerated() {
            let own = scans.filter { $0.components.contains(component) }
            guard !own.isEmpty else { return "component \(index + 1) of \(components.count)" }
            guard isProgressive else { continue }
            var lowest = [Int?](repeating: nil, count: 64)
            for scan in own { for coefficient in scan.coefficients { lowest[coefficient] = scan.lowestBit } }
            if let first = lowest.firstIndex(of: nil) {
                return "coefficient \(first) of component \(index + 1)"
            }
            if let first = lowest.firstIndex(where: { $0 != 0 }) {
                return "the last bits of coefficient \(first) of component \(index + 1)"
            }
        }
        return nil
    }

    /// The next marker after entropy-coded bytes, in which FF is followed by 00 or by a restart marker (RSTn). FF before
    /// anything that cannot follow a scan is a damaged byte, which libjpeg reports.
    private static func end(ofEntropy stream: [UInt8], from start: Int) -> Int {
        stream.withUnsafeBufferPointer { bytes in
            var at = start
            while at + 1 < bytes.count {
                if bytes[at] == 0xFF, mayFollowScan(bytes[at + 1]) { return at }
                at += 1
            }
            return bytes.count
        }
    }

    /// Whether a marker may follow a scan (B.2.1, B.2.4): tables, DNL, another scan, the end.
    private static func mayFollowScan(_ marker: UInt8) -> Bool {
        switch marker {
        case 0xC4, 0xCC, 0xD9...0xDD, 0xE0...0xEF, 0xFE: true  // DHT, DAC, EOI, SOS, DQT, DNL, DRI, APPn, COM
        default: false
        }
    }
}

extension JPEGScans.Scan {
    /// Reads the segment of a marker SOS, without its length; nil if it is not one.
    fileprivate init?(_ segment: ArraySlice<UInt8>) {
        let bytes = Array(segment)
        guard let count = bytes.first.map(Int.init), (1...4).contains(count), bytes.count >= 1 + 2 * count + 3 else {
            return nil
        }
        let (first, last) = (Int(bytes[1 + 2 * count]), Int(bytes[2 + 2 * count]))
        self.init(
            components: (0..<count).map { bytes[1 + 2 * $0] },
            coefficients: min(first, 63)...max(min(first, 63), min(last, 63)),
            lowestBit: Int(bytes[3 + 2 * count] & 0x0F))
    }
}
