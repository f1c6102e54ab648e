/// A report under teacher forcing: how likely each word is, given the picture and the words before it.
protocol ForcedReport {
    /// Log-likelihood of the whole report with its end.
    var logLikelihood: Double { get }
    /// Log-probability of any word of the vocabulary at a position of the report.
    func logProbability(of word: String, at position: Int) -> Float
}
