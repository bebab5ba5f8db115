package crawler

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html/charset"
)

// Bounds on sitemaps, besides those on any response.
const (
	maxSitemaps    = 100       // files of one host
	maxSitemapURLs = 100_000   // of one host
	maxSitemapSize = 100 << 20 // bytes of one file, decompressed
)

// parseSitemap reads a sitemap, a sitemap index, a feed or a plain list of
// URLs, gzipped or not. It returns what was read before an error.
func parseSitemap(body []byte) (pages, sitemaps []string, err error) {
	var r io.Reader = bytes.NewReader(body)
	if bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, nil, err
		}
		r = io.LimitReader(z, maxSitemapSize)
	}
	head := make([]byte, 512)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, nil, err
	}
	head = head[:n]
	r = io.MultiReader(bytes.NewReader(head), r)
	if start := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"); !bytes.HasPrefix(start, []byte("<")) {
		text, err := io.ReadAll(io.LimitReader(r, maxSitemapSize))
		for line := range strings.Lines(string(text)) {
			if line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff")); strings.HasPrefix(line, "http") && len(pages) < maxSitemapURLs {
				pages = append(pages, line)
			}
		}
		return pages, nil, err
	}
	d := xml.NewDecoder(r)
	d.Strict = false
	d.CharsetReader = charset.NewReaderLabel
	var path []string
	var loc strings.Builder
	for len(pages)+len(sitemaps) < maxSitemapURLs {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return pages, sitemaps, nil
		}
		if err != nil {
			return pages, sitemaps, err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if len(path) > 64 {
				return pages, sitemaps, errors.New("the sitemap is nested too deeply")
			}
			path = append(path, strings.ToLower(tok.Name.Local))
			loc.Reset()
		case xml.CharData:
			if loc.Len() < MaxURL {
				loc.Write(tok)
			}
		case xml.EndElement:
			if n := len(path); n >= 2 {
				u := strings.TrimSpace(loc.String())
				switch path[n-2] + "/" + path[n-1] {
				case "url/loc", "item/link":
					pages = append(pages, u)
				case "sitemap/loc":
					sitemaps = append(sitemaps, u)
				}
			}
			if len(path) > 0 {
				path = path[:len(path)-1]
			}
			loc.Reset()
		}
	}
	return pages, sitemaps, nil
}

// readSitemaps returns the pages that the sitemaps of a host list, those that
// robots.txt names or else /sitemap.xml, in their order.
func (w *walk) readSitemaps(ctx context.Context, origin *url.URL) []string {
	queue := []string{origin.Scheme + "://" + origin.Host + "/sitemap.xml"}
	if r, err := w.robots.of(ctx, origin); err == nil && len(r.sitemaps) > 0 {
		queue = nil
		for _, s := range r.sitemaps {
			if u, err := origin.Parse(s); err == nil {
				queue = append(queue, u.String())
			}
		}
	}
	var pages []string
	seen := make(map[string]bool)
	for read := 0; len(queue) > 0 && read < maxSitemaps && len(pages) < maxSitemapURLs && ctx.Err() == nil; {
		at, err := Normalise(queue[0])
		queue = queue[1:]
		if err != nil || seen[at] {
			continue
		}
		seen[at] = true
		read++
		r, err := w.fetch.get(ctx, at, false, func(r *response) bool { return r.status == 200 })
		if err == nil && r.status >= 300 && r.status < 400 {
			if base, perr := url.Parse(at); perr == nil {
				if next, perr := base.Parse(r.header.Get("Location")); perr == nil {
					queue = append([]string{next.String()}, queue...)
				}
			}
			continue
		}
		if err != nil || r.status != 200 || r.isHTML() {
			w.log.Debug("no sitemap", "url", at, "error", err)
			continue
		}
		found, more, err := parseSitemap(r.body)
		if err != nil {
			w.log.Warn("the sitemap is damaged; what could be read of it is used", "url", at, "error", err)
		}
		pages = append(pages, found[:min(len(found), maxSitemapURLs-len(pages))]...)
		queue = append(queue, more...)
	}
	return pages
}
