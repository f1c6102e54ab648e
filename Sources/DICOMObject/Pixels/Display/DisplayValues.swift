/// The values of the display form: 16-bit numbers that a slope and an intercept map to modality values.
///
/// Without a modality table they are stored values less the lowest, so that a fractional rescale slope rounds nothing.
struct DisplayValues {
    /// Display value by stored value; 0 for stored values that do not occur.
    private let table: [UInt16]
    let slope: Double
    let intercept: Double
    let padding: ClosedRange<Int>?
    /// The lowest and the highest display value on the film, without padding.
    let range: ClosedRange<Int>

    init(_ pipeline: GrayscalePipeline) {
        let isPadding = { (number: Double) in pipeline.padding?.contains(Int(number)) == true }
        let stored = pipeline.stored.values
        let least = stored.map(\.number).min() ?? 0
        var table = [UInt16](repeating: 0, count: 65536)
        var values: [Int] = []
        func set(_ stored: FilmValues.Value, to value: Double, isOnFilm: Bool) {
            table[stored.storedValue] = UInt16(clamping: Int(value))
            if isOnFilm { values.append(Int(table[stored.storedValue])) }
        }
        switch pipeline.modality {
        case .rescale(let slope, let intercept):
            // Stored numbers have at most 16 bits, and so does the difference of two.
            for value in stored { set(value, to: value.number - least, isOnFilm: !isPadding(value.number)) }
            (self.slope, self.intercept) = (slope, intercept + least * slope)
            padding = pipeline.padding.flatMap { padding in
                let (low, high) = (padding.lowerBound - Int(least), padding.upperBound - Int(least))
                return high < 0 || low > 65535 ? nil : max(low, 0)...min(high, 65535)
            }
        case .table(let lookUp):
            for value in stored where !isPadding(value.number) {
                set(value, to: lookUp.entry(for: value.number), isOnFilm: true)
            }
            // Padding gets a number that no film value has; one is free because each padding value uses up a stored value.
            let used = Set(values)
            let padded = stored.filter { isPadding($0.number) }
            let next = (values.max() ?? 0) + 1
            let free = next < 65536 ? next : (0..<65536).first { !used.contains($0) }
            let unused = padded.isEmpty ? nil : free
            if let unused { for value in padded { set(value, to: Double(unused), isOnFilm: false) } }
            (slope, intercept) = (1, 0)
            padding = unused.map { $0...$0 }
        }
        self.table = table
        range = (values.min() ?? 0)...(values.max() ?? 0)
    }

    /// Returns the display value of each pixel.
    func callAsFunction(_ samples: [UInt16]) -> [UInt16] {
        table.withUnsafeBufferPointer { table in samples.map { table[Int($0)] } }
    }
}
