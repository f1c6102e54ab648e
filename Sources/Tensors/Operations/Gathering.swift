/// All-gather of rows (n, ...) over the ranks: (size * n, ...). This rank's rows keep their history; the others are
/// constants.
///
/// For a loss that every rank computes over the whole batch: each rank keeps the gradient of its own rows, and summing
/// the parameter gradients over the ranks gives the gradient of the whole loss.
package func gathered(_ x: Tensor, over group: any ProcessGroup) -> Tensor {
    let rows = x.shape[0]
    let own = group.rank * rows..<(group.rank + 1) * rows
    return group.gather(x).recorded(from: [x]) { dy in x.gradient?.add(dy.rows(own).copy()) }
}
