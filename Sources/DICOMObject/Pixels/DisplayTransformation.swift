/// How an image's values became the picture that was drafted from, for the reader of the draft.
package struct DisplayTransformation: Sendable, Equatable, Codable {
    /// The transformation in words, such as `window 1 (center 2048, width 4096)`.
    package let applied: String
    /// What was passed over or assumed, one sentence each in ASCII: attribute, value met and what was used instead.
    /// Display attributes only, so no patient data.
    package let notices: [String]

    package init(applied: String, notices: [String] = []) {
        self.applied = applied
        self.notices = notices
    }
}
