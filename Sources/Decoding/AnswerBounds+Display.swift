import DICOMObject
import FoundationEssentials

extension AnswerBounds {
    /// Why the description of a display form is refused; nil if it is accepted. A web page parses an accepted one.
    static func fault(_ display: DisplayDescription) -> String? {
        if let fault = fault(rows: display.height, columns: display.width) { return fault }
        if let fault = fault(notices: display.notices, display.applied) { return fault }
        let values = 0...65535
        let padding = display.padding ?? [0, 0]
        let areNumbers =
            display.slope.isFinite && display.intercept.isFinite && (0.2...5).contains(display.aspect)
            && (1...Int(Int32.max)).contains(display.frames) && values.contains(display.minimum)
            && values.contains(display.maximum) && display.minimum <= display.maximum
            && padding.count == 2 && padding.allSatisfy(values.contains) && padding[0] <= padding[1]
        guard areNumbers else { return "a display form with impossible numbers" }
        // At most sixteen tables, sixteen windows and the range.
        guard (1...33).contains(display.voi.count), display.voi.indices.contains(display.shown),
            display.voi.allSatisfy(isPlausible)
        else { return "a display form with impossible VOI transformations" }
        let texts = [display.view, display.laterality] + (display.orientation ?? []).map(Optional.some)
        guard texts.allSatisfy(isPlain), display.orientation?.count ?? 2 == 2 else {
            return "a display form with implausible texts"
        }
        let lengths = [display.spacing?.row, display.spacing?.column, display.ratio].compactMap(\.self)
        return lengths.allSatisfy { $0 > 0 && $0 < 10_000 } ? nil : "a display form with impossible numbers"
    }

    private static func isPlausible(_ preset: VOIPreset) -> Bool {
        let bytes = preset.entries?.count ?? 0
        let numbers = [preset.center, preset.width, preset.maximum, preset.low, preset.high].compactMap(\.self)
        return preset.isWhole && numbers.allSatisfy(\.isFinite) && bytes <= 2 * 65536 && bytes % 2 == 0
            && isPlain(preset.name)
    }

    private static func isPlain(_ text: String?) -> Bool {
        guard let text else { return true }
        return text.count <= DisplayDescription.textLimit && text.utf8.count <= 8 * DisplayDescription.textLimit
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}
