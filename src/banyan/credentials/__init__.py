"""Recognition: signed papers and certificates, the ledger of minutes, pay, hours awarded."""
