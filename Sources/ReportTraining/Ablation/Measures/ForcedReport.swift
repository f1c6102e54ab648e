/// A report under teacher forcing: the log-probability of every word of the vocabulary at each of its words.
protocol ForcedReport {
    /// Of the whole report with its end.
    var logLikelihood: Double { get }
    func logProbability(of word: String, at position: Int) -> Float
}
