package crawler

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chromedp/chromedp"
)

// printTime is how long printing a document may take.
const printTime = 5 * time.Minute

// PrintPDF opens an address in a browser of its own, a file as well, and prints
// it on A4: a tagged PDF, with an outline by its headings and numbered pages.
func PrintPDF(ctx context.Context, cfg Config, address string) (pdf []byte, err error) {
	proc, err := launch(ctx, cfg.withDefaults())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, proc.stop()) }()
	tctx, cancel := context.WithTimeout(proc.ctx, printTime)
	defer cancel()
	if err := chromedp.Do(tctx, chromedp.Navigate(address)); err != nil {
		return nil, fmt.Errorf("print %s: %w", address, err)
	}
	pdf, err = chromedp.Run(tctx, chromedp.PrintToPDF(
		chromedp.PDFPaper(chromedp.PaperA4),
		chromedp.PDFMargin(0.6),
		chromedp.PDFPrintBackground(),
		chromedp.PDFOutlineAndTagged(),
		chromedp.PDFHeaderTemplate("<span></span>"),
		chromedp.PDFFooterTemplate(`<div style="width:100%;font:8px sans-serif;text-align:center"><span class="pageNumber"></span> / <span class="totalPages"></span></div>`),
		chromedp.PDFStream(),
	))
	if err != nil {
		return nil, fmt.Errorf("print %s: %w", address, err)
	}
	return pdf, nil
}
