window.YTD.tweets.part0 = [ {
  "tweet" : {
    "id_str" : "1050118621198921728",
    "full_text" : "اشتباكات &gt; ساعتين على محور النهر https://t.co/b",
    "created_at" : "Wed Oct 10 20:19:24 +0000 2018",
    "lang" : "ar",
    "entities" : { "urls" : [ { "url" : "https://t.co/b", "expanded_url" : "https://example.org/n" } ] },
    "in_reply_to_status_id_str" : "1050118621198921000"
  }
}, {
  "tweet" : {
    "id_str" : "1050118621198921729",
    "full_text" : "RT @sahl_watch: سماع دوي انفجارات في المدينة",
    "created_at" : "Wed Oct 10 20:25:00 +0000 2018"
  }
}, {
  "tweet" : { "id_str" : "1" }
} ]
